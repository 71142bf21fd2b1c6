using System.CommandLine;
using System.Globalization;
using CyberExchange.Cli.Identity;
using CyberExchange.Cli.Items;
using CyberExchange.Cli.Partners;
using CyberExchange.Contracts.Mandates;
using CyberExchange.Contracts.Partners;
using CyberExchange.Contracts.Sharing;
using CyberExchange.Domain.Stored;

namespace CyberExchange.Cli.Mandates;

/// <summary>Gives a mandate: writes it down, signs it with the caller's own key, and hands it to the exchange.</summary>
public sealed class GiveMandate : CyxCommand
{
    private readonly Argument<string> _cert = new("CERT") { Description = "Id or handle of the CERT that serves you." };
    private readonly Option<string?> _from = new("--from") { Description = "Instant from which it holds; left out, now.", HelpName = "INSTANT" };
    private readonly Option<string> _until = new("--until") { Description = "Instant at which it holds no more, such as 2027-06-30T00:00:00Z.", HelpName = "INSTANT", Required = true };
    private readonly Option<string[]> _class = new("--class") { Description = "Class of incident it is for, such as rsit.availability; may be repeated; left out, all.", HelpName = "CLASS" };
    private readonly SharingOptions _terms = new(otherwise: "--sharing states it");

    public GiveMandate(CyxContext context)
        : base(context, "give", "Let a CERT file incidents on your behalf, within a time, classes and terms. Your key signs it.",
        [
            "cyx --as grid-eu mandate give cert-eu --until 2027-06-30T00:00:00Z --label TLP:AMBER --to cert-eu",
            "cyx --as grid-eu mandate give cert-eu --until 2027-06-30T00:00:00Z --class rsit.availability --sharing most.json",
        ])
    {
        Add(_cert);
        Add(_from);
        Add(_until);
        Add(_class);
        foreach (var option in _terms.All)
        {
            Add(option);
        }
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var until = Instant("--until", session.Value(_until)!); // It is required.
        var from = session.Value(_from) is { } stated ? Instant("--from", stated) : WholeSecond(session.Surroundings.Clock.GetUtcNow());
        var terms = (await _terms.ReadAsync(session, ct))(null)
            ?? throw CyxFailure.Usage("state the most generous terms: give --label and --to, or --sharing");
        using var key = KeyFile.Open(session.Identity().Key);
        var me = await session.Exchange.GetAsync<MeDocument>("/v1/me", ct);
        var text = new MandateText
        {
            Operator = me.Partner.Id,
            Cert = await PartnerNames.PartnerIdAsync(session, session.Value(_cert), ct),
            From = from,
            Until = until,
            Classes = session.Value(_class) is { Length: > 0 } classes ? classes : null,
            Terms = await WithIdsAsync(session, terms, ct),
        };
        var signed = key.SignJws(MandateText.SignatureType, CanonicalJson.Canonicalise(CyxJson.Bytes(text)));
        var receipt = await session.Exchange.WriteAsync(new(HttpMethod.Post, MandateCommands.Path, ExchangeWrite.Json(new GiveMandateRequest(signed))), ct);
        session.Output.One(receipt, $"gave {receipt.Id}; the CERT files with: cyx incident report FILE --mandate {receipt.Id}");
        return ExitCode.Done;
    }

    // What is signed names partners by id.
    private static async Task<SharingDocument> WithIdsAsync(CyxSession session, SharingDocument terms, CancellationToken ct)
    {
        if (terms.Audience is not { Partners: { } partners } audience)
        {
            return terms;
        }

        var ids = new List<string>();
        foreach (var partner in partners)
        {
            ids.Add($"{await PartnerNames.PartnerIdAsync(session, partner, ct):D}");
        }

        return terms with { Audience = audience with { Partners = ids } };
    }

    private static DateTimeOffset Instant(string option, string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : throw CyxFailure.Usage($"{option} takes an instant such as 2027-06-30T00:00:00Z");

    private static DateTimeOffset WholeSecond(DateTimeOffset instant) => new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
