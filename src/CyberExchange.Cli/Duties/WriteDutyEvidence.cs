using System.Buffers.Binary;
using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CyberExchange.Contracts.Duties;
using CyberExchange.Domain.Obligations.Files;

namespace CyberExchange.Cli.Duties;

/// <summary>Writes the evidence of a duty file, after checking that each entry is what its leaf commits to.</summary>
public sealed class WriteDutyEvidence : CyxCommand
{
    private const string ReviewedType = "duty.report-reviewed";
    private const string RemindedType = "duty.reminded";
    private const byte EnvelopeSection = 1;
    private const byte BodySection = 2;
    private const byte LeafPrefix = 0; // RFC 9162, 2.1.1.
    private const int CommitmentBytes = 32;

    private readonly Argument<Guid?> _incident = new("ID") { Description = "Id of the incident; left out with --check.", DefaultValueFactory = _ => null };
    private readonly Option<string?> _pack = new("--pack") { Description = "Write a folder: the entries, the receipts that are kept, the reports that were delivered, and a manifest that says how each is checked.", HelpName = "FOLDER" };
    private readonly Option<string?> _check = new("--check") { Description = "Check a folder that --pack wrote, offline. The exit code is 1 where a part of it is not what was recorded.", HelpName = "FOLDER" };

    public WriteDutyEvidence(CyxContext context)
        : base(context, "evidence", "Write the evidence of an incident's duty file as JSON, or as a folder with its receipts and reports: what was done when, under which rules, with the commitments of the log.",
        [
            "cyx --as grid-jp duty evidence 019a0000-0000-7000-8000-000000000001 > evidence.json",
            "cyx --as grid-jp duty evidence 019a0000-0000-7000-8000-000000000001 --pack evidence",
            "cyx duty evidence --check evidence",
        ])
    {
        Add(_incident);
        Add(_pack);
        Add(_check);
    }

    protected override Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct) => (session.Value(_incident), session.Value(_check)) switch
    {
        ({ } incident, null) => WriteAsync(session, incident, ct),
        (null, { } folder) when session.Value(_pack) is null => CheckAsync(session, folder, ct),
        _ => throw CyxFailure.Usage("give the ID of an incident, or --check and a folder"),
    };

    private static async Task<ExitCode> CheckAsync(CyxSession session, string folder, CancellationToken ct)
    {
        var (evidence, manifest, faults) = await EvidencePack.CheckAsync(session.Surroundings.FullPath(folder), ct);
        foreach (var fault in faults)
        {
            session.Output.Line(fault);
        }

        foreach (var submission in manifest.WithoutReceipt)
        {
            session.Output.Note($"the receipt of submission {submission} is not in the pack; its digest is");
        }

        foreach (var submission in manifest.WithoutReport)
        {
            session.Output.Note($"the report of submission {submission} is not in the pack; its digest is");
        }

        session.Output.Note($"{Counted(evidence, manifest)}, {(faults.Count == 0 ? "each as its leaf commits to it" : $"{faults.Count} faults")}");
        return faults.Count == 0 ? ExitCode.Done : ExitCode.Invalid;
    }

    private async Task<ExitCode> WriteAsync(CyxSession session, Guid incident, CancellationToken ct)
    {
        var evidence = await session.Exchange.GetAsync<DutyEvidenceDocument>($"{DutyPaths.Of(incident)}/evidence", ct);
        if (evidence.Entries.FirstOrDefault(entry => !IsCommittedTo(evidence.Incident, entry)) is { } altered)
        {
            throw new CyxFailure(ExitCode.Refused, $"entry {altered.Entry} is not what its leaf commits to");
        }

        if (session.Value(_pack) is { } folder)
        {
            var manifest = await EvidencePack.WriteAsync(
                session.Surroundings.FullPath(folder),
                evidence,
                (submission, token) => BytesAsync(session, DutyPaths.Receipt(incident, submission), token),
                (submission, token) => BytesAsync(session, DutyPaths.Delivered(incident, submission), token),
                ct);
            session.Output.Note($"{Counted(evidence, manifest)}; cyx duty evidence --check {folder} checks them offline");
            return ExitCode.Done;
        }

        await session.Surroundings.Output.WriteLineAsync(session.Output.Json ? CyxJson.WriteLine(evidence) : CyxJson.WriteEditable(evidence));
        session.Output.Note($"{evidence.Entries.Count} entries, each as its leaf commits to it");
        return ExitCode.Done;
    }

    private static string Counted(DutyEvidenceDocument evidence, EvidenceManifest manifest) =>
        $"{evidence.Entries.Count} entries, {manifest.Files.Count(f => f.Receipt is not null)} receipts and {manifest.Files.Count(f => f.Report is not null)} reports";

    private static async Task<byte[]?> BytesAsync(CyxSession session, string path, CancellationToken ct)
    {
        try
        {
            return await session.Exchange.GetBytesAsync(path, ct);
        }
        catch (CyxFailure e) when (e.Code is ExitCode.NotFound)
        {
            return null; // Erased.
        }
    }

    /// <summary>Whether body and envelope are those that the leaf commits to, and the hash is the leaf's. Of another partner's entry the envelope is not shown.</summary>
    /// <param name="incident">The incident, whose id the envelope holds.</param>
    public static bool IsCommittedTo(Guid incident, EvidenceEntryDocument entry)
    {
        try
        {
            var leaf = Convert.FromHexString(entry.Leaf);
            return leaf.Length >= 2 * CommitmentBytes
                && leaf.AsSpan(CommitmentBytes, CommitmentBytes).SequenceEqual(Commitment(BodySection, entry.BodySalt, Encoding.UTF8.GetBytes(entry.Body)))
                && IsEnvelopeCommittedTo(incident, entry, leaf)
                && entry.LeafHash == Convert.ToHexStringLower(SHA256.HashData([LeafPrefix, .. leaf]));
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return false;
        }
    }

    // Only a review, and the reminder that tells of it, are another partner's doing. Whoever left the envelope of any other entry away could have altered its time.
    private static bool IsEnvelopeCommittedTo(Guid incident, EvidenceEntryDocument entry, byte[] leaf) => (entry.Metadata, entry.EnvelopeSalt) switch
    {
        ({ } metadata, { } salt) => leaf.AsSpan(0, CommitmentBytes).SequenceEqual(Commitment(EnvelopeSection, salt, Envelope(incident, entry, metadata))),
        (null, null) => entry.Type == ReviewedType || (entry.Type == RemindedType && IsOfRevision(entry)),
        _ => false,
    };

    private static bool IsOfRevision(EvidenceEntryDocument entry)
    {
        using var body = JsonDocument.Parse(entry.Body);
        return body.RootElement.TryGetProperty("state", out var state) && state.ValueEquals("revision_required");
    }

    private static byte[] Envelope(Guid incident, EvidenceEntryDocument entry, string metadata) =>
    [
        .. entry.EventId.ToByteArray(bigEndian: true),
        .. Text(DutyEventCatalog.Stream(new(incident))),
        .. Text(entry.Type),
        .. Number(entry.TypeVersion),
        .. Number((entry.RecordedAt.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond),
        .. Text(metadata),
    ];

    private static byte[] Commitment(byte section, string salt, byte[] content) =>
        SHA256.HashData([.. "CyberExchange leaf v1\0"u8, section, .. Convert.FromHexString(salt), .. Number((long)content.Length), .. content]);

    private static byte[] Text(string text) => [.. Number(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Number(int number)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Number(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }
}
