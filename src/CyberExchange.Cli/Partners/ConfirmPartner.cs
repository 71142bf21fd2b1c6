using System.CommandLine;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Partners;

namespace CyberExchange.Cli.Partners;

/// <summary>Confirms what a partner holds, and shows what was confirmed.</summary>
public sealed class ConfirmPartner : CyxCommand
{
    private readonly Argument<string> _partner = new("PARTNER") { Description = "Id or handle of the partner." };

    private readonly Option<string?> _etag = new("--etag")
    {
        Description = "Entity tag of what you have read, from partner recertify: what has changed since is not confirmed. Left out, the partner is confirmed as it is now, and shown.",
        HelpName = "ETAG",
    };

    public ConfirmPartner(CyxContext context)
        : base(context, "confirm", "Confirm that a partner's roles, groups, members and keys are right, as a person of the steward.",
            ["cyx --as steward partner confirm grid-jp", "cyx --as steward partner confirm grid-jp --etag ETAG"])
    {
        Add(_partner);
        Add(_etag);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var read = await session.Exchange.ReadAsync<PartnerDocument>(
            await PartnerNames.PartnerPathAsync(session, session.Value(_partner), ct), consistencyToken: null, ct);
        var write = new ExchangeWrite(HttpMethod.Post, $"{RecertifyPartners.Path}/{read.Value.Id:D}/confirmation")
        {
            IfMatch = session.Value(_etag) is { } given ? $"\"{given.Trim('"')}\"" : read.Etag, // Shells take the quotes of a tag away.
        };
        var receipt = await session.Exchange.WriteAsync(write, ct);
        session.Output.One(receipt, _ => [("confirmed", read.Value.Handle), .. PartnerText.Fields(read.Value)]);
        return ExitCode.Done;
    }
}
