using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.NonInterference;

/// <summary>Puts questions to both exchanges as one viewer, and keeps where the answers differ.</summary>
internal sealed partial class Asking(TwinWorlds twins, HttpClient whole, HttpClient less)
{
    /// <summary>A list that does not end is a fault too.</summary>
    private const int PagesMax = 60;

    private const int AtOnce = 6;

    /// <summary>How often a question is put while a stream that was closed still counts as open.</summary>
    private const int TriesMax = 100;

    /// <summary>Characters of an answer before the first that differs.</summary>
    private const int ShownBefore = 120;

    // No assert depends on it: it only ends a run that hangs.
    private static readonly TimeSpan StreamMax = TimeSpan.FromMinutes(2);

    private readonly ConcurrentQueue<string> _differences = new();
    private int _asked;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Where the answers differed, in words.</summary>
    public IReadOnlyCollection<string> Differences => _differences;

    /// <summary>How many requests each exchange answered.</summary>
    public int Asked => _asked;

    /// <summary>Puts questions that change nothing, several at once, and follows whatever they lead to.</summary>
    public Task ReadAsync(IEnumerable<Question> questions) => Parallel.ForEachAsync(
        questions, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Ct }, async (question, _) => await FollowAsync(question, page: 0, atEnd: false));

    /// <summary>Puts questions that may change something, one after the other, and follows the tokens that they give.</summary>
    public async Task WriteAsync(IEnumerable<Question> questions)
    {
        foreach (var question in questions)
        {
            var (ofWhole, ofLess) = await BothAsync(question);
            if (ofWhole.Status is not (200 or 201) || ofLess.Status != ofWhole.Status)
            {
                continue;
            }

            var receipts = Pairs(NotCompared.TokensIn(ofWhole.Body), NotCompared.TokensIn(ofLess.Body))
                .Select(pair => Read(question, "/v1/incidents/count") with { Tokens = pair, Headers = [("Accept", "application/json"), ("Consistency-Token", Question.Place)] });
            var bearers = Pairs(NotCompared.AccessTokensIn(ofWhole.Body), NotCompared.AccessTokensIn(ofLess.Body))
                .Select(pair => Read(question, "/v1/me") with { Tokens = pair, Headers = [("Accept", "application/json"), ("Authorization", $"Bearer {Question.Place}")] });
            foreach (var next in receipts.Concat(bearers))
            {
                await BothAsync(next);
            }
        }
    }

    /// <summary>Opens streams; then something hidden happens, and then something that everyone hears, up to which they are read.</summary>
    public async Task StreamAsync(IEnumerable<Question> questions)
    {
        var open = new List<(Question Question, Answering Whole, Answering Less)>();
        foreach (var question in questions)
        {
            Interlocked.Increment(ref _asked);
            open.Add((question, await OpenAsync(whole, question, ofWhole: true), await OpenAsync(less, question, ofWhole: false)));
        }

        if (open.Count == 0)
        {
            return;
        }

        await twins.StirAsync();
        var cried = await twins.CryAsync();
        foreach (var (question, ofWhole, ofLess) in open)
        {
            using (ofWhole)
            using (ofLess)
            {
                var (a, b) = (await ofWhole.ReadUntilAsync(cried), await ofLess.ReadUntilAsync(cried));
                Compare(question, NotCompared.Without(a, 0), NotCompared.Without(b, 0));
                if (Pairs(NotCompared.TokensIn(a), NotCompared.TokensIn(b)).Take(1).ToList() is [var first] && question.Path.StartsWith("/v1/", StringComparison.Ordinal))
                {
                    await FollowAsync(question with { Tokens = first, Headers = [("Accept", "application/json"), ("Last-Event-ID", Question.Place)] }, page: PagesMax, atEnd: true);
                }
            }
        }

        await twins.CaughtUpAsync();
    }

    /// <summary>The entity tags that reads of single things give, by their paths.</summary>
    public async Task<Dictionary<string, string>> TagsAsync(IEnumerable<Question> questions)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var question in questions)
        {
            if ((await BothAsync(question)).Whole.ETag is { } tag)
            {
                tags[question.Path] = tag;
            }
        }

        return tags;
    }

    /// <summary>Whether a route goes on when it is asked to.</summary>
    public async Task<bool> IsStreamAsync(Question question)
    {
        using var request = question.ToRequest(ofWhole: true);
        using var answer = await whole.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
        return answer.Content.Headers.ContentType?.MediaType is "text/event-stream";
    }

    /// <summary>The answers of both exchanges; kept if they differ.</summary>
    public async Task<(Answer Whole, Answer Less)> BothAsync(Question question)
    {
        Interlocked.Increment(ref _asked);
        var answers = await Task.WhenAll(AskAsync(whole, question, ofWhole: true), AskAsync(less, question, ofWhole: false));
        Compare(question, answers[0].Text, answers[1].Text);
        return (answers[0], answers[1]);
    }

    private async Task FollowAsync(Question question, int page, bool atEnd)
    {
        var (ofWhole, ofLess) = await BothAsync(question);
        if (ofWhole.Status != 200 || ofLess.Status != 200)
        {
            return;
        }

        if (page == 0 && ofWhole.ETag is { } tag)
        {
            await BothAsync(question with { Headers = [.. question.Headers, ("If-None-Match", tag)] });
        }

        // A feed gives a cursor at its end too, from which nothing comes.
        var ends = ofWhole.Body.Contains("\"entries\"", StringComparison.Ordinal) && ofWhole.Body.Contains("\"more\":false", StringComparison.Ordinal);
        if (page >= PagesMax || (atEnd && ends))
        {
            return;
        }

        var next = Next(question, ofWhole, ofLess);
        if (next.Count > 0)
        {
            await FollowAsync(next[^1], page + 1, ends);
        }

        if (page == 0 && next.Count > 1)
        {
            await BothAsync(next[0]);
        }
    }

    // A document's tokens go into the parameter after; a page says itself where it leads.
    private static List<Question> Next(Question question, Answer ofWhole, Answer ofLess)
    {
        if (!ofWhole.IsHtml)
        {
            var path = question.Path.Contains(Question.Place, StringComparison.Ordinal)
                ? question.Path
                : $"{question.Path}{(question.Path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}after={Question.Place}";
            return [.. Pairs(NotCompared.TokensIn(ofWhole.Body), NotCompared.TokensIn(ofLess.Body)).Select(pair => question with { Path = path, Tokens = pair })];
        }

        return
        [
            .. from links in Link().Matches(ofWhole.Body).Zip(Link().Matches(ofLess.Body))
               let address = WebUtility.HtmlDecode(links.First.Groups["address"].Value)
               let tokens = Pairs(NotCompared.TokensIn(address), NotCompared.TokensIn(WebUtility.HtmlDecode(links.Second.Groups["address"].Value))).ToList()
               where tokens.Count == 1
               select question with { Path = address.Replace(tokens[0].Item1, Question.Place, StringComparison.Ordinal), Tokens = tokens[0] },
        ];
    }

    private static Question Read(Question after, string path) => new("GET", path) { Route = after.Route };

    private static IEnumerable<(string, string)> Pairs(IReadOnlyList<string> ofWhole, IReadOnlyList<string> ofLess) => ofWhole.Zip(ofLess);

    private void Compare(Question question, string ofWhole, string ofLess)
    {
        if (string.Equals(ofWhole, ofLess, StringComparison.Ordinal))
        {
            return;
        }

        var at = Math.Max(0, ofWhole.Zip(ofLess).TakeWhile(pair => pair.First == pair.Second).Count() - ShownBefore);
        _differences.Enqueue($"{question}\n  whole: {Piece(ofWhole, at)}\n  less:  {Piece(ofLess, at)}");
    }

    private static string Piece(string text, int at) => text.Substring(Math.Min(at, text.Length), Math.Min(2 * ShownBefore, Math.Max(0, text.Length - at)));

    private static async Task<Answer> AskAsync(HttpClient client, Question question, bool ofWhole)
    {
        using var answer = await SendAsync(client, question, ofWhole);
        var type = answer.Content.Headers.ContentType?.MediaType;
        var body = type is "text/event-stream" ? "" : await answer.Content.ReadAsStringAsync(Ct);
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{(int)answer.StatusCode}\n");
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(h => !NotCompared.Headers.ContainsKey(h.Key)).OrderBy(h => h.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}: {string.Join(" | ", values)}\n");
        }

        return new((int)answer.StatusCode, NotCompared.Without($"{text}\n{body}", client.BaseAddress!.Port), body, answer.Headers.ETag?.ToString(), type is "text/html"); // Every client has an address.
    }

    // A stream that was closed counts as open until the server has noticed.
    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, Question question, bool ofWhole)
    {
        for (var tries = 1; ; tries++)
        {
            using var request = question.ToRequest(ofWhole);
            var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
            if (answer.StatusCode is not HttpStatusCode.TooManyRequests || tries == TriesMax)
            {
                return answer;
            }

            answer.Dispose();
            await Task.Delay(TimeSpan.FromMilliseconds(100), Ct);
        }
    }

    private static async Task<Answering> OpenAsync(HttpClient client, Question question, bool ofWhole)
    {
        var answer = await SendAsync(client, question, ofWhole);
        return new(answer, new StreamReader(await answer.Content.ReadAsStreamAsync(Ct)));
    }

    [GeneratedRegex("href=\"(?<address>[^\"]*after=[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Link();

    /// <summary>A stream that is being read.</summary>
    private sealed class Answering(HttpResponseMessage answer, StreamReader lines) : IDisposable
    {
        /// <summary>Everything up to the event with this id in it, or up to the event that says that something has changed.</summary>
        public async Task<string> ReadUntilAsync(Guid told)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
            patience.CancelAfter(StreamMax);
            var text = new StringBuilder();
            var ends = false;
            try
            {
                while (await lines.ReadLineAsync(patience.Token) is { } line)
                {
                    if (line.StartsWith(':'))
                    {
                        continue;
                    }

                    text.Append(line).Append('\n');
                    ends |= line.Contains($"{told:D}", StringComparison.Ordinal) || line is "event: changed";
                    if (ends && line.Length == 0)
                    {
                        return text.ToString();
                    }
                }
            }
            catch (OperationCanceledException) when (!Ct.IsCancellationRequested)
            {
                return $"{text}... and then nothing.";
            }

            return $"{text}... and then it ended.";
        }

        public void Dispose()
        {
            lines.Dispose();
            answer.Dispose();
        }
    }
}
