using System.Security.Cryptography;
using System.Text.Json;
using CyberExchange.Contracts.Duties;

namespace CyberExchange.Cli.Duties;

/// <summary>What a pack of evidence holds, and how each part is checked: <c>manifest.json</c>.</summary>
public sealed record EvidenceManifest
{
    /// <summary>This form of a pack.</summary>
    public const string FormatName = "cyberexchange-duty-evidence-1";

    public required string Format { get; init; }

    public required Guid Incident { get; init; }

    /// <summary>What a person does to check the pack without this program.</summary>
    public required IReadOnlyList<string> HowToCheck { get; init; }

    /// <summary>Every file but this one.</summary>
    public required IReadOnlyList<EvidenceFile> Files { get; init; }

    /// <summary>Receipts that the exchange did not give: never attached, or erased since. Their digests stand in the entries.</summary>
    public required IReadOnlyList<Guid> WithoutReceipt { get; init; }

    /// <summary>Reports that were delivered and that the exchange did not give: erased since. Their digests stand in the entries.</summary>
    public IReadOnlyList<Guid> WithoutReport { get; init; } = [];
}

/// <summary>A file of a pack.</summary>
/// <param name="Path">Within the pack, with slashes.</param>
/// <param name="Sha256">Of its bytes, in lower-case hexadecimal.</param>
/// <param name="Receipt">Id of the submission that it proves; null for what is no receipt.</param>
/// <param name="Name">The receipt's name as it was recorded.</param>
/// <param name="Report">Id of the submission with which it was delivered; null for what is no report.</param>
public sealed record EvidenceFile(string Path, string Sha256, Guid? Receipt = null, string? Name = null, Guid? Report = null);

/// <summary>A pack of evidence as a folder: the entries, the receipts that are kept, the reports that were delivered, and a manifest.</summary>
internal static class EvidencePack
{
    public const string ManifestName = "manifest.json";
    public const string EntriesName = "evidence.json";
    private const string ReceiptsFolder = "receipts";
    private const string ReportsFolder = "reports";
    private const int ExtensionCharactersMax = 8;

    private static readonly string[] HowToCheck =
    [
        "cyx duty evidence --check FOLDER does all of this offline.",
        "evidence.json has the entries of the duty file as the log keeps them. Of each, let C be SHA-256 of: the 22 bytes 'CyberExchange leaf v1' and NUL; the byte 2; bodySalt; the length of body as 8 bytes, big-endian; body in UTF-8. C is the second 32 bytes of leaf.",
        "The first 32 bytes of leaf are the same of the envelope, with the byte 1 and envelopeSalt: eventId as 16 bytes; 'duty-' with the incident's id, and type, each after its length as 4 bytes; typeVersion as 4 bytes; the microseconds from 1970 to recordedAt as 8 bytes; metadata after its length as 4 bytes. Of a review and of the reminder that tells of it, which another partner entered, metadata and envelopeSalt are not shown: their time and author are not proved.",
        "leafHash is SHA-256 of the byte 0 and leaf: the hash of the leaf in the tree of the log (RFC 9162, 2.1.1). That the tree has it is for the exchange to prove; nothing here does.",
        "That no entry was left out, and in which order they came, no leaf says: the times in the envelopes do not fall, and the exchange shows the file to whoever kept it. The member file of evidence.json is the exchange's own account of the entries, for reading: the entries are what is proved.",
        "A duty.report-submitted entry names in its body the SHA-256 of its receipt: sha256sum of the file in receipts gives the same.",
        "A duty.report-delivered entry names in its body the SHA-256 of the report that the authority could read from then on: sha256sum of the file in reports gives the same.",
    ];

    /// <summary>Writes the pack into a folder that is empty or is not there yet.</summary>
    /// <param name="receipt">The bytes of the receipt of a submission; null where the exchange does not give them.</param>
    /// <param name="report">The same for the report that was delivered with it.</param>
    /// <exception cref="CyxFailure">The folder holds something, or cannot be written.</exception>
    public static async Task<EvidenceManifest> WriteAsync(
        string folder, DutyEvidenceDocument evidence, Func<Guid, CancellationToken, Task<byte[]?>> receipt,
        Func<Guid, CancellationToken, Task<byte[]?>> report, CancellationToken ct)
    {
        try
        {
            if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            {
                throw CyxFailure.Usage($"{folder} is not empty: a pack has a folder of its own");
            }

            List<EvidenceFile> files = [new(EntriesName, await WriteFileAsync(folder, EntriesName, CyxJson.EditableBytes(evidence), ct))];
            List<Guid> without = [];
            foreach (var submission in evidence.File.Submissions.Where(s => s.Receipt is not null))
            {
                if (submission.KeptReceiptBytes is null || await receipt(submission.Id, ct) is not { } bytes)
                {
                    without.Add(submission.Id);
                    continue;
                }

                var path = $"{ReceiptsFolder}/{submission.Id:D}{Extension(submission.Receipt!.Name)}"; // It was asked for above.
                files.Add(new(path, await WriteFileAsync(folder, path, bytes, ct), submission.Id, submission.Receipt.Name));
            }

            List<Guid> withoutReport = [];
            foreach (var submission in evidence.File.Submissions.Where(s => s.Delivered is not null).Select(s => s.Id))
            {
                if (await report(submission, ct) is not { } bytes)
                {
                    withoutReport.Add(submission);
                    continue;
                }

                var path = $"{ReportsFolder}/{submission:D}.json";
                files.Add(new(path, await WriteFileAsync(folder, path, bytes, ct), Report: submission));
            }

            var manifest = new EvidenceManifest
            {
                Format = EvidenceManifest.FormatName,
                Incident = evidence.Incident,
                HowToCheck = HowToCheck,
                Files = files,
                WithoutReceipt = without,
                WithoutReport = withoutReport,
            };
            await WriteFileAsync(folder, ManifestName, CyxJson.EditableBytes(manifest), ct);
            return manifest;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CyxFailure(ExitCode.Usage, $"cannot write {folder}: {e.Message}", e);
        }
    }

    /// <summary>What is wrong with a pack; nothing where every part is what the entries' leaves commit to.</summary>
    /// <exception cref="CyxFailure">It is no pack.</exception>
    public static async Task<(DutyEvidenceDocument Evidence, EvidenceManifest Manifest, IReadOnlyList<string> Faults)> CheckAsync(string folder, CancellationToken ct)
    {
        var manifest = await ReadAsync<EvidenceManifest>(folder, ManifestName, ct);
        if (manifest.Format != EvidenceManifest.FormatName)
        {
            throw new CyxFailure(ExitCode.Usage, $"{ManifestName} says that this is a pack of the form '{manifest.Format}', which this program does not know");
        }

        var evidence = await ReadAsync<DutyEvidenceDocument>(folder, EntriesName, ct);
        List<string> faults = [.. FaultsOfEntries(manifest, evidence)];
        var receipts = Named(evidence, "duty.report-submitted", body => body.GetProperty("receipt"), faults);
        var reports = Named(evidence, "duty.report-delivered", body => body, faults);
        foreach (var file in manifest.Files)
        {
            faults.AddRange(await FaultsOfFileAsync(folder, file, receipts, reports, ct));
        }

        faults.AddRange(FaultsOfSilence("receipt", receipts, manifest.Files.Select(file => file.Receipt), manifest.WithoutReceipt));
        faults.AddRange(FaultsOfSilence("report", reports, manifest.Files.Select(file => file.Report), manifest.WithoutReport));
        faults.AddRange(manifest.Files.All(file => file.Path != EntriesName) ? [$"the manifest does not list {EntriesName}"] : []);
        faults.AddRange(FaultsOfLists(folder, manifest));
        return (evidence, manifest, faults);
    }

    private static IEnumerable<string> FaultsOfSilence(string what, Dictionary<Guid, string> named, IEnumerable<Guid?> files, IEnumerable<Guid> without) =>
        named.Keys.Except(files.OfType<Guid>().Concat(without)).Select(id => $"the manifest says nothing of the {what} of submission {id}");

    // A file that nothing proves could lie in a pack as if it were a receipt.
    private static IEnumerable<string> FaultsOfLists(string folder, EvidenceManifest manifest)
    {
        var listed = manifest.Files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var there = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'));
        return
        [
            .. there.Where(path => path != ManifestName && !listed.Contains(path)).Select(path => $"{path} is not listed in the manifest"),
            .. manifest.Files.Where(file => file is { Receipt: null, Report: null } && file.Path != EntriesName).Select(file => $"{file.Path} is listed and is no receipt"),
            .. manifest.Files.Where(file => file.Receipt is { } id && manifest.WithoutReceipt.Contains(id)).Select(file => $"{file.Path} is a receipt that the manifest says is not there"),
            .. manifest.Files.Where(file => file.Report is { } id && manifest.WithoutReport.Contains(id)).Select(file => $"{file.Path} is a report that the manifest says is not there"),
        ];
    }

    private static IEnumerable<string> FaultsOfEntries(EvidenceManifest manifest, DutyEvidenceDocument evidence)
    {
        if (manifest.Incident != evidence.Incident)
        {
            yield return $"the manifest is of incident {manifest.Incident}, and the entries are of {evidence.Incident}";
        }

        for (var i = 0; i < evidence.Entries.Count; i++)
        {
            var entry = evidence.Entries[i];
            if (entry.Entry != i + 1)
            {
                yield return $"entry {i + 1} is missing";
            }

            if (!WriteDutyEvidence.IsCommittedTo(evidence.Incident, entry))
            {
                yield return $"entry {entry.Entry} is not what its leaf commits to";
            }

            if (i > 0 && entry.RecordedAt < evidence.Entries[i - 1].RecordedAt)
            {
                yield return $"entry {entry.Entry} was recorded before the one that stands before it";
            }
        }
    }

    // By what the entries say, which the leaves commit to; what the exchange says of them is not asked.
    private static Dictionary<Guid, string> Named(DutyEvidenceDocument evidence, string type, Func<JsonElement, JsonElement> find, List<string> faults)
    {
        var named = new Dictionary<Guid, string>();
        foreach (var entry in evidence.Entries.Where(e => e.Type == type))
        {
            try
            {
                using var body = JsonDocument.Parse(entry.Body);
                if (find(body.RootElement) is { ValueKind: JsonValueKind.Object } proof)
                {
                    named[body.RootElement.GetProperty("submission").GetGuid()] = proof.GetProperty("sha256").GetString() ?? "";
                }
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
            {
                faults.Add($"entry {entry.Entry} has no submission in its body");
            }
        }

        return named;
    }

    private static async Task<IReadOnlyList<string>> FaultsOfFileAsync(string folder, EvidenceFile file, Dictionary<Guid, string> receipts, Dictionary<Guid, string> reports, CancellationToken ct)
    {
        // A manifest may come from anywhere: it names nothing outside its own folder.
        if (file.Path.Split('/').Any(part => part is "" or "." or "..") || file.Path.Contains('\\', StringComparison.Ordinal) || Path.IsPathRooted(file.Path))
        {
            return [$"{file.Path} is no path within the pack"];
        }

        byte[] bytes;
        try
        {
            bytes = await File.ReadAllBytesAsync(Path.Combine(folder, file.Path), ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [$"{file.Path} cannot be read: {e.Message}"];
        }

        List<string> faults = [];
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (sha256 != file.Sha256)
        {
            faults.Add($"{file.Path} has the SHA-256 {sha256}, and the manifest says {file.Sha256}");
        }

        if (file.Receipt is { } submission && receipts.GetValueOrDefault(submission) != sha256)
        {
            faults.Add($"{file.Path} is not the receipt that submission {submission} names");
        }

        if (file.Report is { } delivery && reports.GetValueOrDefault(delivery) != sha256)
        {
            faults.Add($"{file.Path} is not the report that was delivered with submission {delivery}");
        }

        return faults;
    }

    private static async Task<T> ReadAsync<T>(string folder, string name, CancellationToken ct)
    {
        try
        {
            return CyxJson.Read<T>(await File.ReadAllBytesAsync(Path.Combine(folder, name), ct));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CyxFailure(ExitCode.Usage, $"{folder} is no pack of evidence: {name}: {e.Message}", e);
        }
    }

    private static async Task<string> WriteFileAsync(string folder, string path, byte[] bytes, CancellationToken ct)
    {
        var full = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!); // A file within a folder has one.
        await using var file = Private.Open(full, FileMode.CreateNew);
        await file.WriteAsync(bytes, ct);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    // So that it opens. The rest of a name that somebody chose becomes no path.
    private static string Extension(string name) =>
        Path.GetExtension(name) is { Length: > 1 and <= 1 + ExtensionCharactersMax } extension && extension.Skip(1).All(char.IsAsciiLetterOrDigit) ? extension : "";
}
