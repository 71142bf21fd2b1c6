using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Mandates;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Partners;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Mandates;

/// <summary><c>GET /v1/mandates</c> and <c>/v1/mandates/{id}</c>: those that the caller's partner gave, and those that it holds.</summary>
public sealed class ReadMandates(MandateQueries queries, LiveDirectory directory, TimeProvider clock)
{
    /// <summary>Those that stand or are to come, on one page: <see cref="Domain.Mandates.GiveMandate.HeldMax"/> at most of each operator and CERT.</summary>
    public async Task<IResult> ListAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        if (http.Request.Query.Keys.FirstOrDefault() is { } unknown)
        {
            return ProblemAnswers.BadParameter(unknown, "This route takes no such parameter: all mandates that stand are on one page.");
        }

        var reader = caller.Viewer.Profile;
        var rows = await queries.ListAsync(reader.Id, clock.GetUtcNow(), ct);
        MandateDocument[] documents = [.. rows.Select(row => Outline(row, reader))];
        return new JsonAnswer<Page<MandateDocument>>(new(documents), WireJson.Default.PageMandateDocument)
        {
            ETag = PageTag.Of(documents, WireJson.Default.MandateDocument, more: false),
        };
    }

    /// <summary>One of them, whatever became of it; absent and another's are answered alike.</summary>
    public async Task<IResult> FindAsync(Guid id, Caller caller, CancellationToken ct)
    {
        var reader = caller.Viewer.Profile;
        if (await queries.FindAsync(reader.Id, new(id), ct) is not { } row)
        {
            return ProblemAnswers.NotFound;
        }

        var document = Outline(row, reader) with { Signed = row.Signed, PublicKey = row.PublicKey };
        return JsonAnswer.Tagged(document, WireJson.Default.MandateDocument);
    }

    private MandateDocument Outline(MandateRow row, PartnerProfile reader) => new()
    {
        Id = row.Id.Value,
        Operator = Party(row.Text.Operator, reader),
        Cert = Party(row.Text.Cert, reader),
        From = row.Text.From,
        Until = row.Text.Until,
        Classes = row.Text.Classes,
        Terms = SharingRendition.Terms(row.Text.Terms),
        GivenAt = row.GivenAt,
        GivenBy = row.Text.Operator == reader.Id ? row.GivenBy.Value : null,
        RevokedAt = row.RevokedAt,
        RevokedBecause = row.RevokedBecause,
    };

    private MandateParty Party(PartnerId id, PartnerProfile reader) =>
        new(id.Value, directory.Current.Entry(id) is { } entry && reader.Shows(entry) ? entry.Facts.Handle : null);
}
