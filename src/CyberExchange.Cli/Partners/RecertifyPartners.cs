using System.CommandLine;
using System.Globalization;
using CyberExchange.Contracts.Partners;

namespace CyberExchange.Cli.Partners;

/// <summary>Lists who holds what access and when that was last confirmed.</summary>
public sealed class RecertifyPartners : CyxCommand
{
    public const string Path = "/v1/recertification";

    private readonly Option<bool> _due = new("--due") { Description = "Only those that were never confirmed, or more than 365 days ago." };

    public RecertifyPartners(CyxContext context)
        : base(context, "recertify", "List who holds what access and when that was last confirmed, as a steward: never first, then longest ago.",
            ["cyx --as steward partner recertify --due", "cyx --as steward partner recertify --json > access.jsonl"]) => Add(_due);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var entries = new List<RecertificationDocument>();
        await foreach (var entry in session.Exchange.ListAsync<RecertificationDocument>(Path, long.MaxValue, ct))
        {
            entries.Add(entry);
        }

        var handles = entries.DistinctBy(e => e.Partner.Id).ToDictionary(e => e.Partner.Id.ToString(), e => e.Partner.Handle, StringComparer.Ordinal);
        session.Output.Many([.. entries.Where(e => e.Due || !session.Value(_due))], ["HANDLE", "JURISDICTION", "ROLES", "GROUPS", "CONSTITUENCY", "MEMBERS", "CONFIRMED", "BY", "DUE", "ETAG"], entry =>
        [
            entry.Partner.Suspended == true ? entry.Partner.Handle + " (suspended)" : entry.Partner.Handle,
            entry.Partner.Jurisdiction,
            string.Join(", ", entry.Partner.Roles),
            string.Join(", ", entry.Partner.Facts?.Groups ?? []),
            string.Join(", ", (entry.Partner.Facts?.Constituency ?? []).Select(id => handles.GetValueOrDefault(id, id))),
            string.Join("; ", (entry.Partner.Members ?? []).Select(m => Member(m, entry.CertificateEnds))),
            entry.LastConfirmation is { } last ? Day(last.At) : "never",
            entry.LastConfirmation is { } by ? by.Handle ?? by.By.ToString() : "",
            entry.Due ? "due" : "",
            entry.Etag,
        ]);
        return ExitCode.Done;
    }

    private static string Member(MemberDocument member, IReadOnlyList<KeyEndDocument> ends) =>
        $"{member.Handle}, {member.Kind}" + (member.Keys.Count == 0 ? ", no key" : string.Concat(member.Keys.Select(key => ", key " + Key(key, ends))));

    // A digest's beginning tells the keys of one member apart; JSON has the whole of it.
    private static string Key(string key, IReadOnlyList<KeyEndDocument> ends) =>
        key[..8] + (ends.FirstOrDefault(e => e.SpkiSha256 == key) is { } end ? $" until {Day(end.EndsAt)}" : "");

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
