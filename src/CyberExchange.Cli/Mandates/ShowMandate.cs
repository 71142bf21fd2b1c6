using System.CommandLine;
using CyberExchange.Cli.Items;
using CyberExchange.Contracts.Mandates;

namespace CyberExchange.Cli.Mandates;

/// <summary>Shows one mandate in full.</summary>
public sealed class ShowMandate : CyxCommand
{
    private readonly Argument<Guid> _id = new("ID") { Description = "Id of the mandate." };

    public ShowMandate(CyxContext context)
        : base(context, "show", "Show one mandate in full, as the operator that gave it or the CERT that holds it.",
            ["cyx --as cert-eu mandate show 019a0000-0000-8000-8000-000000000001"]) => Add(_id);

    /// <summary>A partner of a mandate as text.</summary>
    public static string NameOf(MandateParty party) => party.Handle ?? party.Id.ToString();

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        session.Output.One(await session.Exchange.GetAsync<MandateDocument>(MandateCommands.One(session.Value(_id)), ct), Fields);
        return ExitCode.Done;
    }

    private static IEnumerable<(string Label, string? Value)> Fields(MandateDocument mandate) =>
    [
        ("id", mandate.Id.ToString()),
        ("operator", NameOf(mandate.Operator)),
        ("cert", NameOf(mandate.Cert)),
        ("from", Query.Instant(mandate.From)),
        ("until", Query.Instant(mandate.Until)),
        ("revoked", mandate.RevokedAt is { } revoked ? $"{Query.Instant(revoked)}, {mandate.RevokedBecause}" : null),
        ("classes", mandate.Classes is null ? "all" : string.Join(", ", mandate.Classes)),
        ("label at least", mandate.Terms.Label),
        ("PAP at least", mandate.Terms.Pap),
        ("for at most", OwnSharingText.Audience(mandate.Terms, nobody: "the operator alone")),
        .. (mandate.Terms.LegalBases ?? []).Select(b => ("legal basis", (string?)$"{b.Destination}: {b.Code}, {b.Reference}")),
        ("statistics", mandate.Terms.PermitsStatistics ? "permitted" : null),
        ("given", Query.Instant(mandate.GivenAt)),
        ("given by", mandate.GivenBy?.ToString()),
        ("signed", mandate.Signed),
        ("public key", mandate.PublicKey),
    ];
}
