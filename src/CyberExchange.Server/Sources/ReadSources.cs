using System.Text.Json;
using System.Text.Json.Serialization;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Sources;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Storage.Csaf;

namespace CyberExchange.Server.Sources;

/// <summary><c>GET /v1/csaf-sources</c> and <c>/v1/csaf-sources/{id}</c>: those of the caller's partner.</summary>
public sealed class ReadSources(LiveSources live, CsafSourceTable table)
{
    /// <summary>All of them on one page: <see cref="Domain.Sources.SourceRules.PerPartnerMax"/> are the most there are.</summary>
    public async Task<IResult> ListAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        if (http.Request.Query.Keys.FirstOrDefault() is { } unknown)
        {
            return ProblemAnswers.BadParameter(unknown, "This route takes no such parameter: all sources are on one page.");
        }

        var own = await live.OfAsync(caller.Viewer.Profile.Id, ct);
        var rows = await table.ReadAsync([.. own.Select(one => one.Source.Id.Value)], ct);
        SourceDocument[] documents = [.. own.Select(one => Render(one, rows.GetValueOrDefault(one.Source.Id.Value)))];
        return new JsonAnswer<Page<SourceDocument>>(new(documents), WireJson.Default.PageSourceDocument)
        {
            ETag = PageTag.Of(documents, WireJson.Default.SourceDocument, more: false),
        };
    }

    /// <summary>One of them; absent, another's and removed are answered alike.</summary>
    public async Task<IResult> FindAsync(Guid id, Caller caller, CancellationToken ct) =>
        await live.FindAsync(caller.Viewer.Profile.Id, new(id), ct) is { } source ? await AnswerAsync(source, ct) : ProblemAnswers.NotFound;

    /// <summary>A source as its owner reads it.</summary>
    public async Task<IResult> AnswerAsync(StandingSource source, CancellationToken ct)
    {
        var rows = await table.ReadAsync([source.Source.Id.Value], ct);
        var document = Render(source, rows.GetValueOrDefault(source.Source.Id.Value));
        return JsonAnswer.Tagged(document, WireJson.Default.SourceDocument);
    }

    private static SourceDocument Render(StandingSource one, CsafSourceRow? row) => new()
    {
        Id = one.Source.Id.Value,
        Provider = one.Source.Provider,
        IntervalMinutes = one.Source.Plan.IntervalMinutes,
        AnyPublisher = one.Source.Plan.AnyPublisher ? true : null,
        Sharing = SourceReading.Terms(one.Source.Plan.Terms),
        StatedBy = one.Source.By.Value,
        StatedAt = one.StatedAt,
        NextRunAt = row?.DueAt,
        RunningSince = row?.RunningSince,
        LastRun = row?.LastRun is { } text ? JsonSerializer.Deserialize(text, SourceRunJson.Default.SourceRunDocument) : null,
    };
}

/// <summary>How runs are kept: a later program may tell more of them, which an earlier one leaves out.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SourceRunDocument))]
internal sealed partial class SourceRunJson : JsonSerializerContext;
