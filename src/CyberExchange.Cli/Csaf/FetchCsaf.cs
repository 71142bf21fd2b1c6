using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CyberExchange.Cli.Import;
using CyberExchange.Cli.Items;
using CyberExchange.Contracts.Partners;
using CyberExchange.Contracts.Sharing;
using CyberExchange.Fetching;

namespace CyberExchange.Cli.Csaf;

/// <summary>Follows a CSAF provider, and keeps or imports what passes every check.</summary>
public sealed class FetchCsaf : CyxCommand
{
    private readonly Argument<string> _source = new("DOMAIN|URL") { Description = "The provider's domain, or the https URL of its provider-metadata.json." };

    private readonly Option<string?> _into = new("--into")
    {
        Description = "Keep documents in this folder, by year, with their hash files and signatures.",
        HelpName = "FOLDER",
    };

    private readonly Option<bool> _import = new("--import") { Description = "Import documents into the exchange as a third party's; the sharing options say for whom." };

    private readonly Option<string?> _since = new("--since")
    {
        Description = "Leave documents aside that the provider lists with an earlier date. What it lists without a date is looked at in any case.",
        HelpName = "DATE",
    };

    private readonly Option<string?> _ca = new("--ca") { Description = "PEM file with the only authorities that count for the provider's TLS; else the system's.", HelpName = "FILE" };

    private readonly Option<string[]> _keys = new("--key")
    {
        Description = "OpenPGP public keys that alone count, whatever the provider's metadata names; may be repeated. Every document must then be signed.",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<bool> _anyPublisher = new("--any-publisher")
    {
        Description = "Take documents of other publishers than the provider as well; else each is refused. Imported, they revise nothing that did not come from this provider.",
    };

    private readonly Option<string[]> _presentTo = new("--present-to")
    {
        Description = "Show the certificate of --as to this host of the provider, for what is not TLP:CLEAR or GREEN; may be repeated. No other host sees it.",
        HelpName = "HOST",
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<int> _max = new("--max")
    {
        Description = "Documents to ask for in this run; the next run goes on.",
        HelpName = "NUMBER",
        DefaultValueFactory = _ => FetchLimits.DocumentsPerRun,
    };

    private readonly Option<int> _parallel = new("--parallel")
    {
        Description = $"Requests side by side, 1 to {FetchLimits.ParallelRequestsMax}.",
        HelpName = "NUMBER",
        DefaultValueFactory = _ => FetchLimits.ParallelRequests,
    };

    private readonly SharingOptions _sharing = new();

    public FetchCsaf(CyxContext context)
        : base(
            context,
            "fetch",
            "Follow a CSAF provider by its ROLIE feeds or directories, and check hash, signature, schema, mandatory tests, file name and publisher of each document before it is used. "
            + "A further run asks only for what has changed, and goes on where the last one ended. Without --into and --import nothing is kept.",
            [
                "cyx csaf fetch advisories.example.com",
                "cyx csaf fetch advisories.example.com --into advisories/ --since 2026-01-01",
                "cyx --as cert-eu csaf fetch advisories.example.com --import --label TLP:CLEAR --json",
                "cyx --as grid-eu csaf fetch https://csaf.example.com/provider-metadata.json --into amber/ --present-to csaf.example.com",
            ])
    {
        Add(_source);
        foreach (var option in (IEnumerable<Option>)[_into, _import, _since, _ca, _keys, _anyPublisher, _presentTo, _max, _parallel, .. _sharing.All])
        {
            Add(option);
        }
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var options = await OptionsAsync(session, ct);
        using var certificate = options.Certificate;
        var source = session.Value(_source);
        var folder = session.Value(_into) is { } into ? session.Surroundings.FullPath(into) : null;
        var importer = session.Value(_import) ? await ImporterAsync(session, ct) : null;
        var kept = new KeptDocuments(folder, importer);
        using var file = folder is null && importer is null ? null : OpenState(StatePath(session, source, options.PinnedKeys, folder, importer));
        using var fetcher = new CsafFetcher(options, file?.State ?? new FetchState(), kept.TakeAsync);
        try
        {
            var plan = await fetcher.PlanAsync(source, ct);
            var summary = await ImportProgress.RunAsync(session.Surroundings, plan.Documents.Count + plan.Lines.Count, step => fetcher.RunAsync(
                plan,
                line =>
                {
                    Print(session.Output, line);
                    step();
                },
                ct));
            return Conclude(session.Output, summary, kept.Cut);
        }
        catch (FetchException e)
        {
            throw new CyxFailure(CodeOf(e.Reason), $"{e.Message} ({e.Reason.Word()})", e);
        }
    }

    private async Task<FetchOptions> OptionsAsync(CyxSession session, CancellationToken ct)
    {
        var presentTo = session.Value(_presentTo) ?? [];
        var pinned = new List<byte[]>();
        foreach (var file in session.Value(_keys) ?? [])
        {
            pinned.Add(await session.ReadFileAsync(file, ct));
        }

        if (presentTo.Length > 0 && session.Settings.Identity is null)
        {
            throw CyxFailure.Usage("--present-to needs a certificate to show: say whose by --as");
        }

        return new()
        {
            Since = Since(session.Value(_since)),
            Anchors = session.Value(_ca) is { } ca ? Anchors(ca, await session.ReadFileAsync(ca, ct)) : null,
            PinnedKeys = pinned.Count > 0 ? pinned : null,
            AnyPublisher = session.Value(_anyPublisher),
            Certificate = presentTo.Length > 0 ? ClientCertificate.Load(session.Settings.Identity!) : null,
            CertificateHosts = presentTo.ToHashSet(StringComparer.OrdinalIgnoreCase),
            DocumentsMax = session.Value(_max) is > 0 and var max ? max : throw CyxFailure.Usage("--max takes 1 or more"),
            ParallelRequests = session.Value(_parallel) is >= 1 and <= FetchLimits.ParallelRequestsMax and var parallel
                ? parallel
                : throw CyxFailure.Usage($"--parallel takes 1 to {FetchLimits.ParallelRequestsMax}"),
            Clock = session.Surroundings.Clock,
        };
    }

    private static DateTimeOffset? Since(string? text) =>
        text is null ? null
        : Listing.TryDate(text, out var date) ? date
        : throw CyxFailure.Usage($"--since takes a date such as 2026-01-31 or 2026-01-31T12:00:00Z, and not '{text}'");

    private static X509Certificate2Collection Anchors(string path, byte[] pem)
    {
        try
        {
            var anchors = new X509Certificate2Collection();
            anchors.ImportFromPem(Encoding.UTF8.GetString(pem));
            return anchors.Count > 0 ? anchors : throw CyxFailure.Usage($"{path} holds no certificate in PEM");
        }
        catch (CryptographicException e)
        {
            throw new CyxFailure(ExitCode.Usage, $"the authorities in {path} cannot be read: {e.Message}", e);
        }
    }

    private async Task<DocumentImport> ImporterAsync(CyxSession session, CancellationToken ct)
    {
        var sharingOf = await _sharing.ReadAsync(session, ct);
        var me = await session.Exchange.GetAsync<MeDocument>("/v1/me", ct);
        return new(session.Exchange, me.Partner.Id, sharingOf);
    }

    // What is done is done for one source, by the keys that count, for one place to keep it: whatever else is asked for needs the documents again.
    private static string StatePath(CyxSession session, string source, IReadOnlyList<byte[]>? pinned, string? folder, DocumentImport? importer)
    {
        var target = importer is null ? "" : $"{session.Settings.Server}{importer.Partner:D}";
        var keys = string.Join(' ', (pinned ?? []).Select(key => Convert.ToHexStringLower(SHA256.HashData(key))).Order(StringComparer.Ordinal));
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"cyx csaf fetch\n{source}\n{target}\n{keys}")))[..16];
        return folder is not null ? Path.Combine(folder, $".cyx-fetch-{name}.jsonl") : Path.Combine(session.Settings.Home, "fetch", $"{name}.jsonl");
    }

    private static FetchStateFile OpenState(string path)
    {
        try
        {
            return FetchStateFile.Open(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CyxFailure(ExitCode.Usage, $"cannot keep what is known of the provider in {path}: {e.Message}", e);
        }
    }

    private static void Print(CyxOutput output, FetchLine line)
    {
        if (output.Json)
        {
            output.JsonLine(FetchedLine.Of(line));
        }
        else if (line.Outcome is FetchOutcome.Refused)
        {
            output.Line($"refused  {line.Reason?.Word()}  {line.Detail}");
        }
        else if (line.Outcome is not FetchOutcome.Unchanged)
        {
            output.Line($"{FetchedLine.Word(line.Outcome)}  {line.Url}{(line.Taken is { } taken ? $"  {taken}" : "")}");
            foreach (var note in line.Notes)
            {
                output.Line($"  {note}");
            }
        }
    }

    private static ExitCode Conclude(CyxOutput output, FetchSummary summary, CyxFailure? cut)
    {
        foreach (var note in summary.Notes)
        {
            output.Note(note);
        }

        foreach (var url in summary.Unlisted)
        {
            if (output.Json)
            {
                output.JsonLine(FetchedLine.OfUnlisted(url));
            }
            else
            {
                output.Line($"no longer listed  {url}");
            }
        }

        var tally = FetchTally.Of(summary);
        if (output.Json)
        {
            output.JsonLine(new FetchTallyLine(tally));
        }
        else
        {
            output.Line(tally.ToString());
        }

        if (summary.Stopped is { } stopped)
        {
            output.Note(stopped.Message);
            output.Note("the same command goes on with the rest");
            return cut?.Code ?? ExitCode.Unavailable;
        }

        return (tally.Refused.Count, tally.New + tally.Changed + tally.Unchanged) switch
        {
            (0, _) => ExitCode.Done,
            (_, 0) => ExitCode.Refused,
            _ => ExitCode.PartlyImported,
        };
    }

    private static ExitCode CodeOf(FetchReason reason) => reason switch
    {
        FetchReason.Absent => ExitCode.NotFound,
        FetchReason.NotPermitted => ExitCode.NotPermitted,
        FetchReason.Unreachable or FetchReason.Busy or FetchReason.TooSlow => ExitCode.Unavailable,
        FetchReason.Address => ExitCode.Usage,
        _ => ExitCode.Refused,
    };
}
