using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace CyberExchange.EndToEnd.Tests.NonInterference;

/// <summary>A leak that is put into the answers of one exchange, to see that it is found.</summary>
/// <param name="Name">What leaks; where others had it is said behind it.</param>
/// <param name="Path">The questions in which it would show: a regular expression over method, path and query.</param>
/// <param name="Into">Puts it into an answer, and says whether it did.</param>
internal sealed record Leak(string Name, string Path, Func<HttpRequestMessage, HttpResponseMessage, Task> Into)
{
    private static readonly TimeSpan MatchMax = TimeSpan.FromSeconds(10);

    /// <summary>Leaks of every kind, most of which other exchanges have had.</summary>
    /// <param name="hidden">The id of an item that is hidden.</param>
    public static IReadOnlyList<Leak> All(Guid hidden) =>
    [
        new("a count that counts what is hidden (DependencyTrack 4437)", "^GET /v1/incidents/count$", Text("\"count\":(\\d+)", OneMore)),
        new("a search that counts what is hidden", "^GET /v1/search\\?q=world$", Text("\"count\":(\\d+)", OneMore)),
        new("a list that shows what a single read refuses (MISP)", "^GET /v1/advisories$", Text("\"items\":\\[", _ => $"\"items\":[{{\"id\":\"{hidden}\"}},")),
        new("a directory that names who is not listed", "^GET /v1/partners$", Text("\"items\":\\[", _ => "\"items\":[{\"handle\":\"hidden-cert\"},")),
        new("a hidden item that is forbidden and not absent", $"^GET /v1/incidents/{hidden}$", Status(HttpStatusCode.Forbidden)),
        new("a tombstone of what was never seen", $"^GET /v1/incidents/{hidden}$", Status(HttpStatusCode.Gone)),
        new("a refused write that tells of the item's state", $"^PUT /v1/incidents/{hidden}/report$", Status(HttpStatusCode.PreconditionFailed)),
        new("an error that names what is hidden", $"^GET /v1/incidents/{hidden}$", Text("There is", _ => "There was")),
        new("a tag over more than the viewer reads", "^GET /v1/incidents$", (_, answer) =>
        {
            answer.Headers.Remove("ETag");
            answer.Headers.TryAddWithoutValidation("ETag", "\"another\"");
            return Task.CompletedTask;
        }),
        new("a tag that no longer matches because of what others do", "^GET /v1/incidents$", (request, answer) =>
        {
            answer.StatusCode = request.Headers.IfNoneMatch.Count > 0 && answer.StatusCode is HttpStatusCode.NotModified ? HttpStatusCode.OK : answer.StatusCode;
            return Task.CompletedTask;
        }),
        new("a cursor whose length tells a position", "^GET /v1/feed$", Text("\"cursor\":\"", _ => "\"cursor\":\"1")),
        new("a cursor from which another page comes", "^GET /v1/feed$", (request, answer) => request.RequestUri!.Query.Contains("after=", StringComparison.Ordinal) // A request that is sent has an address.
            ? ReplaceAsync(answer, "\"entries\":\\[", _ => "\"entries\":[{},")
            : Task.CompletedTask),
        new("a stream that tells of what is hidden (OpenCTI 16814)", "^GET /v1/feed$", (request, answer) => AddToStreamAsync(answer, $"event: incident\ndata: {{\"id\":\"{hidden}\"}}\n\n")),
        new("a header that counts", "^GET /v1/incidents$", (_, answer) =>
        {
            answer.Headers.TryAddWithoutValidation("X-Total-Count", "12");
            return Task.CompletedTask;
        }),
        new("a page that counts what is hidden", "^GET /$", Text("</main>", match => $"1{match.Value}")),
        new("a history that names other recipients (OpenCTI 8237)", "^GET /v1/advisories/[^/]+$", Text("\"received\":\\{", match => $"{match.Value}\"alsoTo\":\"hidden-grid\",")),
        new("a number of partners that counts hidden ones", "^GET /v1/incidents/[^/]+$", Text("\"withheld\":(\\d+)", OneMore)),
        new("a document with something of another revision", "^GET /v1/advisories/[^/]+/document$", Text("\\}\\s*$", match => $" {match.Value}")),
    ];

    /// <summary>Whether it would show in this question.</summary>
    public bool Concerns(Question question) => Regex.IsMatch($"{question.Method} {question.Path}", Path, RegexOptions.None, MatchMax);

    private static Func<HttpRequestMessage, HttpResponseMessage, Task> Text(string pattern, MatchEvaluator with) => (_, answer) => ReplaceAsync(answer, pattern, with);

    private static Func<HttpRequestMessage, HttpResponseMessage, Task> Status(HttpStatusCode status) => (_, answer) =>
    {
        answer.StatusCode = status;
        return Task.CompletedTask;
    };

    private static string OneMore(Match match) => match.Value.Replace(
        match.Groups[1].Value, (int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static async Task ReplaceAsync(HttpResponseMessage answer, string pattern, MatchEvaluator with)
    {
        if (IsStream(answer))
        {
            return;
        }

        var body = Regex.Replace(await answer.Content.ReadAsStringAsync(), pattern, with, RegexOptions.None, MatchMax);
        Put(answer, new StringContent(body, Encoding.UTF8));
    }

    private static async Task AddToStreamAsync(HttpResponseMessage answer, string first)
    {
        if (!IsStream(answer))
        {
            return;
        }

        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(first));
        _ = (await answer.Content.ReadAsStreamAsync()).CopyToAsync(pipe.Writer.AsStream()); // It ends with its reader.
        Put(answer, new StreamContent(pipe.Reader.AsStream()));
    }

    private static bool IsStream(HttpResponseMessage answer) => answer.Content.Headers.ContentType?.MediaType is "text/event-stream";

    // The length follows the body; every other header stays.
    private static void Put(HttpResponseMessage answer, HttpContent content)
    {
        content.Headers.Remove("Content-Type");
        foreach (var (name, values) in answer.Content.Headers.Where(h => h.Key is not "Content-Length"))
        {
            content.Headers.TryAddWithoutValidation(name, values);
        }

        answer.Content = content;
    }
}
