using CyberExchange.Contracts.Partners;

namespace CyberExchange.Cli.Identity;

/// <summary>How things stand with the caller's key, as <c>--json</c> says it.</summary>
public sealed record IdentityStatusLine
{
    public required string Key { get; init; }

    public required string SpkiSha256 { get; init; }

    /// <summary>Null while there is no certificate.</summary>
    public DateTimeOffset? CertificateEndsAt { get; init; }

    /// <summary>The member for whom the key speaks, with its partner; null where the exchange was not asked.</summary>
    public string? SpeaksFor { get; init; }

    /// <summary>Every key that is bound to the member now.</summary>
    public IReadOnlyList<string>? Bound { get; init; }

    /// <summary>The digest of the key that follows; null for none.</summary>
    public string? NextSpkiSha256 { get; init; }

    /// <summary>What to do; null for nothing.</summary>
    public IReadOnlyList<string>? ToDo { get; init; }
}

/// <summary>Shows how things stand with the caller's key.</summary>
public sealed class IdentityStatus(CyxContext context) : CyxCommand(
    context, "status", "Show your key, its certificate and its end, what the exchange knows of it, and what to do.",
    ["cyx --as grid-jp-night identity status", "cyx --as grid-jp-night identity status --json"])
{
    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var files = session.Identity();
        using var key = KeyFile.Open(files.Key);
        var (status, failure) = File.Exists(files.Certificate)
            ? await AskAsync(session, files, key, ct)
            : (Uncertified(files, key), null);
        session.Output.One(WithNext(status, files.Next), Fields);
        return failure is null ? ExitCode.Done : throw failure;
    }

    private static async Task<(IdentityStatusLine Status, CyxFailure? Failure)> AskAsync(CyxSession session, IdentityFiles files, KeyFile key, CancellationToken ct)
    {
        using var certificate = ClientCertificate.Load(files);
        DateTimeOffset ends = new(certificate.NotAfter);
        var status = new IdentityStatusLine
        {
            Key = files.Key,
            SpkiSha256 = key.SpkiSha256,
            CertificateEndsAt = ends.ToUniversalTime(),
            ToDo = CertificateEnd.IsNear(ends, session.Surroundings.Clock.GetUtcNow()) ? [$"the certificate ends on {Query.Instant(ends)}: {CertificateEnd.Ways}"] : null,
        };
        try
        {
            var me = await session.Exchange.GetAsync<MeDocument>("/v1/me", ct);
            return (
                status with
                {
                    SpeaksFor = $"{me.Member.Handle} of {me.Partner.Handle}",
                    Bound = me.Member.Keys,
                    ToDo = status.ToDo ?? me.Warnings?.Select(w => w.Detail).ToList(),
                },
                null);
        }
        catch (CyxFailure failure)
        {
            return (status, failure);
        }
    }

    private static IdentityStatusLine Uncertified(IdentityFiles files, KeyFile key) => new()
    {
        Key = files.Key,
        SpkiSha256 = key.SpkiSha256,
        ToDo = [$"enrol the key if it is not (cyx identity enrol), have {files.Request} certified, and put the certificate at {files.Certificate}"],
    };

    private static IdentityStatusLine WithNext(IdentityStatusLine status, IdentityFiles next)
    {
        if (!File.Exists(next.Key))
        {
            return status;
        }

        using var key = KeyFile.Open(next.Key);
        var todo = File.Exists(next.Certificate)
            ? "change over to the next key: cyx identity rotate"
            : $"have {next.Request} certified, put the certificate at {next.Certificate}, and change over: cyx identity rotate";
        return status with { NextSpkiSha256 = key.SpkiSha256, ToDo = [.. status.ToDo ?? [], todo] };
    }

    private static IEnumerable<(string Label, string? Value)> Fields(IdentityStatusLine status) =>
    [
        ("key", $"{status.SpkiSha256}, in {status.Key}"),
        ("certificate", status.CertificateEndsAt is { } ends ? $"ends {Query.Instant(ends)}" : "none yet"),
        ("speaks for", status.SpeaksFor),
        .. (status.Bound ?? []).Select(bound => ("bound", (string?)bound)),
        ("next key", status.NextSpkiSha256),
        .. (status.ToDo ?? []).Select(todo => ("to do", (string?)todo)),
    ];
}
