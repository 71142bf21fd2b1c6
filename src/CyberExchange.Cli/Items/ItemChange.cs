using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CyberExchange.Cli.Advisories;
using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.Sharing;
using CyberExchange.Contracts.SupplySignals;

namespace CyberExchange.Cli.Items;

/// <summary>A change of an item the caller owns: it is based on a rendition, read first unless its tag is given.</summary>
public abstract class ItemChange : CyxCommand
{
    private readonly Argument<Guid> _id = new("ID") { Description = "Id of the item." };

    private readonly Option<string?> _etag = new("--etag")
    {
        Description = "Entity tag of the rendition you decided on; left out, the present one is read first.",
        HelpName = "ETAG",
    };

    protected ItemChange(CyxContext context, ItemKind kind, string name, string description, IReadOnlyList<string> examples)
        : base(context, name, description, examples)
    {
        Kind = kind;
        Add(_id);
        Add(_etag);
    }

    protected ItemKind Kind { get; }

    /// <summary>What to say once it is done, such as <c>amended</c>.</summary>
    protected abstract string Done { get; }

    /// <summary>The request, without its tag.</summary>
    protected abstract Task<ExchangeWrite> WriteAsync(CyxSession session, string itemPath, CancellationToken ct);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var id = session.Value(_id);
        var path = Kind.One(id);
        var write = await WriteAsync(session, path, ct);
        var etag = session.Value(_etag) ?? await session.Exchange.EtagAsync(path, consistencyToken: null, ct);
        var receipt = await session.Exchange.WriteAsync(write with { IfMatch = etag }, ct);
        await Receipts.AwaitShownAsync(session, Kind, receipt, ct);
        session.Output.One(receipt, $"{Done} {receipt.Id}");
        ValidationText.Note(session, receipt);
        return ExitCode.Done;
    }

    /// <summary>
    /// The body for one part of a request file: a file that states report and sharing together, as the template does,
    /// serves to report, to amend and to share.
    /// </summary>
    /// <exception cref="CyxFailure">The file is not a JSON object.</exception>
    protected static byte[] OnlyMember(CyxSession session, byte[] file, string member, string other)
    {
        try
        {
            var document = JsonNode.Parse(file, documentOptions: new() { AllowDuplicateProperties = false, MaxDepth = 64 }) as JsonObject
                ?? throw new JsonException("it is not an object");
            if (document.ContainsKey(member) && document.Remove(other))
            {
                session.Output.Note($"note: only '{member}' of the file is sent; '{other}' has a command of its own");
                return Encoding.UTF8.GetBytes(document.ToJsonString());
            }

            return file;
        }
        catch (JsonException e)
        {
            throw new CyxFailure(ExitCode.Usage, $"the file is not JSON that can be sent: {e.Message}", e);
        }
    }
}

/// <summary>What follows a write.</summary>
public static class Receipts
{
    /// <summary>
    /// Waits until reads show the write, so that the caller's next command sees it; says so where that takes too long, and
    /// where the item now awaits a second member.
    /// </summary>
    public static async Task AwaitShownAsync(CyxSession session, ItemKind kind, WriteReceipt receipt, CancellationToken ct)
    {
        try
        {
            if (await ProposalAsync(session, kind, receipt, ct) is not null)
            {
                session.Output.Note($"note: TLP:CLEAR awaits another member of your organisation: cyx {kind.Noun} approve {receipt.Id}");
            }
        }
        catch (CyxFailure failure) when (failure.Code is ExitCode.Unavailable)
        {
            // The write is kept all the same, and its receipt must not be lost over this.
            session.Output.Note("note: accepted; the exchange is too busy to show it yet");
        }
    }

    private static async Task<ReleaseProposalDocument?> ProposalAsync(CyxSession session, ItemKind kind, WriteReceipt receipt, CancellationToken ct) =>
        (kind switch
        {
            _ when kind == ItemKind.Incident => (await session.Exchange.ReadAsync<IncidentDocument>(kind.One(receipt.Id), receipt.ConsistencyToken, ct)).Value.Sharing,
            _ when kind == ItemKind.Signal => (await session.Exchange.ReadAsync<SignalDocument>(kind.One(receipt.Id), receipt.ConsistencyToken, ct)).Value.Sharing,
            _ => (await session.Exchange.ReadAsync<AdvisoryDocument>(kind.One(receipt.Id), receipt.ConsistencyToken, ct)).Value.Sharing,
        })?.Proposal;
}
