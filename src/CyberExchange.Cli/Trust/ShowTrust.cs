using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using CyberExchange.Contracts.Trust;

namespace CyberExchange.Cli.Trust;

/// <summary>Shows which anchors vouch for a jurisdiction, what awaits a second member, and how it came about.</summary>
public sealed class ShowTrust : CyxCommand
{
    private readonly Argument<string> _jurisdiction = TrustCommands.Jurisdiction();

    public ShowTrust(CyxContext context)
        : base(context, "show", "Show which anchors vouch for a jurisdiction's partners, what is proposed, and the history.",
            ["cyx --as steward trust show EU", "cyx --as steward trust show JP --json"]) => Add(_jurisdiction);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var trust = await session.Exchange.GetAsync<TrustDocument>(TrustCommands.Of(session.Value(_jurisdiction)), ct);
        session.Output.One(trust, Fields);
        return ExitCode.Done;
    }

    private static IEnumerable<(string Label, string? Value)> Fields(TrustDocument trust) =>
    [
        ("in force", trust.InForce is { } list
            ? $"list {Query.Number(list.Number)}, next update {Day(list.NextUpdate)}{(trust.Overdue is true ? ", overdue" : "")}"
            : "the anchors that the server was set up with; no list was adopted yet"),
        ("anchors", Lines(trust.Anchors, anchor => string.Join('\n',
            [$"{anchor.Subject}, {Day(anchor.From)} to {Day(anchor.Until)}{(anchor.Vouches ? "" : ", does not vouch now")}",
             $"  for {(anchor.Identifiers.Count == 0 ? "all organisations of the jurisdiction's countries" : string.Join(' ', anchor.Identifiers))}",
             .. anchor.Revocation.Select(Line)]))),
        ("proposed", trust.Proposed is { } proposed ? $"list {Query.Number(proposed.List.Number)} of {Query.Number(proposed.List.Anchors.Count)} anchors, digest {proposed.Digest}" : null),
        ("of which", trust.Proposed is { } next ? Lines(next.List.Anchors, anchor => Line(anchor, trust)) : null),
        ("history", Lines(trust.History, step => $"{step.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture)}  list {Query.Number(step.Number)} {step.Step} by {step.By:D}")),
    ];

    // What a second member answers for: whom each anchor may vouch for, and whether it is new.
    private static string Line(TrustListAnchor anchor, TrustDocument trust)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(anchor.Certificate)); // The exchange has read it before.
        var isNew = trust.Anchors.All(present => present.Certificate != anchor.Certificate);
        return string.Join('\n',
            [$"{certificate.Subject}, {anchor.Status}{(isNew ? ", new" : "")}", $"  for {string.Join(' ', anchor.Identifiers)}",
             .. (anchor.Revocation ?? []).Select(source => $"  revocation list {source.Address}")]);
    }

    private static string Line(RevocationState list) =>
        $"  revocation list {list.Address}: {list.State}"
        + (list.NextUpdate is { } next ? $", {Query.Number(list.Revoked ?? 0)} revoked, next {next.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture)}" : "");

    private static string? Lines<T>(IReadOnlyList<T> rows, Func<T, string> line) => rows.Count == 0 ? null : string.Join('\n', rows.Select(line));

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
