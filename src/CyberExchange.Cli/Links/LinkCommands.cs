using System.CommandLine;
using CyberExchange.Cli.Items;
using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Links;

namespace CyberExchange.Cli.Links;

/// <summary>States that an incident concerns an advisory.</summary>
public sealed class LinkIncident : CyxCommand
{
    private readonly Argument<Guid> _id = new("ID") { Description = "Id of the incident: your own, or, as a CERT, one that you see." };
    private readonly Option<Guid> _advisory = new("--advisory") { Description = "Id of an advisory that you see.", HelpName = "ID", Required = true };
    private readonly Option<string> _kind = new("--kind") { Description = "How the one concerns the other.", HelpName = "exploited-in|mitigated-by|related", Required = true };
    private readonly Option<string> _reason = new("--reason") { Description = "Shown to everyone who sees both.", HelpName = "TEXT", Required = true };

    public LinkIncident(CyxContext context)
        : base(context, "link", "State that it concerns an advisory; whoever sees both is shown that.",
            ["cyx --as grid-jp incident link 019a0000-0000-7000-8000-000000000001 --advisory 019a0000-0000-7000-8000-000000000002 --kind exploited-in --reason \"the gateway was entered\""])
    {
        Add(_id);
        foreach (var option in new Option[] { _advisory, _kind, _reason })
        {
            Add(option);
        }
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var request = new LinkRequest { Advisory = session.Value(_advisory), Kind = session.Value(_kind)!, Reason = session.Value(_reason)! }; // All are required.
        var receipt = await session.Exchange.WriteAsync(new ExchangeWrite(HttpMethod.Post, $"{ItemKind.Incident.One(session.Value(_id))}/links", ExchangeWrite.Json(request)), ct);
        session.Output.One(receipt, $"linked {receipt.Id}");
        return ExitCode.Done;
    }
}

/// <summary>Takes a link back.</summary>
public sealed class UnlinkIncident : CyxCommand
{
    private readonly Argument<Guid> _id = new("ID") { Description = "Id of the incident." };
    private readonly Option<Guid> _advisory = new("--advisory") { Description = "Id of the advisory.", HelpName = "ID", Required = true };

    public UnlinkIncident(CyxContext context)
        : base(context, "unlink", "Take back what your organisation stated by link.",
            ["cyx --as grid-jp incident unlink 019a0000-0000-7000-8000-000000000001 --advisory 019a0000-0000-7000-8000-000000000002"])
    {
        Add(_id);
        Add(_advisory);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var receipt = await session.Exchange.WriteAsync(
            new ExchangeWrite(HttpMethod.Delete, $"{ItemKind.Incident.One(session.Value(_id))}/links/{session.Value(_advisory):D}"), ct);
        session.Output.One(receipt, $"unlinked {receipt.Id}");
        return ExitCode.Done;
    }
}

/// <summary>Lists the links of an item.</summary>
public sealed class ListLinks : CyxCommand
{
    private readonly ItemKind _kind;
    private readonly Argument<Guid> _id = new("ID") { Description = "Id of the item." };

    public ListLinks(CyxContext context, ItemKind kind)
        : base(context, "links", kind == ItemKind.Incident ? "List the advisories that it was linked with and that you see." : "List the incidents that it was linked with and that you see.",
            [$"cyx --as grid-jp {kind.Noun} links 019a0000-0000-7000-8000-000000000001"])
    {
        _kind = kind;
        Add(_id);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var (links, more) = await session.Exchange.GetAsync<LinksDocument>($"{_kind.One(session.Value(_id))}/links", ct);
        foreach (var link in links)
        {
            if (session.Output.Json)
            {
                session.Output.JsonLine(link);
                continue;
            }

            var other = _kind == ItemKind.Incident ? link.Advisory : link.Incident;
            session.Output.Line($"{other}  {link.Kind}  {Query.Instant(link.StatedAt)}  {link.Reason}{(link.Own ? "  [yours]" : "")}");
        }

        session.Output.Note(links.Count == 0 ? "no links that you may see" : $"{Query.Number(links.Count)} links{(more is true ? ", and older ones that are not listed" : "")}");
        return ExitCode.Done;
    }
}

/// <summary>Lists the advisories that name a vulnerability which an incident names.</summary>
public sealed class ListIncidentAdvisories : CyxCommand
{
    private readonly Argument<Guid> _id = new("ID") { Description = "Id of the incident." };

    public ListIncidentAdvisories(CyxContext context)
        : base(context, "advisories", "List the advisories that you see and that name a vulnerability which it names.",
            ["cyx --as grid-jp incident advisories 019a0000-0000-7000-8000-000000000001"]) => Add(_id);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var path = $"{ItemKind.Incident.One(session.Value(_id))}/advisories";
        string? after = null;
        do
        {
            var page = await session.Exchange.GetAsync<Page<AdvisoryDocument>>(Query.Add(path, ("after", after)), ct);
            foreach (var advisory in page.Items)
            {
                if (session.Output.Json)
                {
                    session.Output.JsonLine(advisory);
                }
                else
                {
                    session.Output.Line($"{advisory.Id}  {advisory.Received.Label}  {advisory.TrackingId}  {advisory.Title}");
                }
            }

            after = page.Next;
        }
        while (after is not null);
        return ExitCode.Done;
    }
}
