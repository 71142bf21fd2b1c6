using System.Security.Cryptography;
using CyberExchange.Domain;
using CyberExchange.Domain.Trends;
using CyberExchange.EventStore;
using CyberExchange.Views.Trends;

namespace CyberExchange.Server.Trends;

/// <summary>An edition that was made and audited, ready to be frozen.</summary>
/// <param name="Facts">What the event says of it.</param>
/// <param name="Kept">Its bytes.</param>
public sealed record MadeEdition(PublishedEdition Facts, Document Kept);

/// <summary>Makes an edition from the log alone: its events up to an instant, and every edition published before.</summary>
/// <remarks>It reads the whole log, which for a million incidents took 36 s (adr/0044); a node makes one edition at a time, and nobody waits for another's.</remarks>
public sealed class MakeEdition(EventLog log, LiveEditions live) : IDisposable
{
    /// <summary>When whoever came too early may ask again.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>The turn to make an edition, until it is disposed of; null while somebody has it.</summary>
    public IDisposable? Begin() => _one.Wait(TimeSpan.Zero) ? new Turn(_one) : null;

    /// <summary>Makes it, or says why there can be none. The caller has the turn.</summary>
    /// <param name="request">What it is to be.</param>
    /// <param name="series">Every edition before.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="InvalidDataException">An earlier edition is not in the log as it was frozen.</exception>
    public async Task<(MadeEdition? Made, Refusal? Refusal)> MakeAsync(EditionRequest request, TrendSeries series, CancellationToken ct)
    {
        var earlier = new List<TrendEdition>();
        foreach (var before in series.Editions)
        {
            var bytes = await live.BytesAsync(before, ct);
            earlier.Add(IdOf(bytes) == before.Id ? TrendEdition.Read(bytes) : throw new InvalidDataException($"Edition {before.Number} is not what was published."));
        }

        var position = await log.PositionAtAsync(request.AsOf, ct);
        var fold = await TrendFold.ReadAsync(log, position, ct);
        var plan = new EditionPlan(TrendTables.All, DisclosureRule.Standard, request.AsOf, request.From, request.Through, request.IsCorrection)
        {
            Advisories = await fold.Advisories.CountAsync(log, position, ct),
        };
        var (edition, refusal) = PublishTrends.Make(plan, earlier, fold.AsOf(position), number => fold.AsOf(series.Editions[number - 1].Position));
        return edition is null ? (null, refusal) : (Freeze(edition, request, position), null);
    }

    public void Dispose() => _one.Dispose();

    private static MadeEdition Freeze(TrendEdition edition, EditionRequest request, long position)
    {
        var bytes = edition.Canonical();
        var sha512 = SHA512.HashData(bytes);
        return new(
            new()
            {
                Number = edition.Number,
                Id = IdOf(bytes),
                Previous = edition.Previous,
                Corrects = edition.Corrects,
                AsOf = edition.AsOf,
                Position = position,
                From = edition.From,
                Through = edition.Through,
                Label = request.Label,
                Sha512 = Convert.ToHexStringLower(sha512),
            },
            new(sha512, bytes));
    }

    private static string IdOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private sealed class Turn(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
