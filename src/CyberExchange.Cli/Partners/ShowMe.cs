using CyberExchange.Contracts.Partners;

namespace CyberExchange.Cli.Partners;

/// <summary>Shows who the certificate says the caller is.</summary>
public sealed class ShowMe(CyxContext context) : CyxCommand(
    context, "me", "Show who your certificate says you are, and what you may do.", ["cyx --as cert-eu me"])
{
    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var me = await session.Exchange.GetAsync<MeDocument>("/v1/me", ct);
        session.Output.One(me, m =>
        [
            .. PartnerText.Fields(m.Partner).Where(f => f.Label != "member"),
            ("you", PartnerText.Member(m.Member)),
            ("you may", string.Join(", ", m.Capabilities)),
            ("certificate", $"ends {Query.Instant(m.CertificateEndsAt)}"),
            .. (m.Warnings ?? []).Select(w => ("warning", (string?)w.Detail)),
        ]);
        return ExitCode.Done;
    }
}
