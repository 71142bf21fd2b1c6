using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;

namespace CyberExchange.Domain.SupplySignals;

/// <summary>A signal as one partner sees it.</summary>
/// <param name="Id">Which.</param>
/// <param name="Originator">Who posted it.</param>
/// <param name="Content">What figures and warnings ask of it.</param>
/// <param name="PostedAt">When it was stated first.</param>
/// <param name="Verdict">What became of it; null where no outcome is recorded.</param>
/// <param name="Withdrawn">Whether it was withdrawn.</param>
public sealed record SeenSignal(SignalId Id, PartnerId Originator, SignalGist Content, DateTimeOffset PostedAt, string? Verdict, bool Withdrawn);

/// <summary>How an entry of the watch list stands for one partner.</summary>
/// <param name="Signals">The signals that count, the earliest first.</param>
/// <param name="Partners">From how many partners they come.</param>
/// <param name="Reached">Whether they are enough for a warning.</param>
public sealed record WatchStanding(IReadOnlyList<SeenSignal> Signals, int Partners, bool Reached)
{
    /// <summary>How an entry stands for whoever sees these signals and no others: nothing else is asked, so that nothing else can be told from it.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="seen">All signals that the partner sees.</param>
    /// <param name="now">The present instant.</param>
    public static WatchStanding Of(WatchEntry entry, IEnumerable<SeenSignal> seen, DateTimeOffset now)
    {
        IReadOnlyList<SeenSignal> counting = [.. seen.Where(s => Counts(entry, s, now)).OrderBy(s => s.PostedAt).ThenBy(s => s.Id.Value)];
        var partners = counting.Select(s => s.Originator).Distinct().Count();
        return new(counting, partners, counting.Count >= entry.Threshold.Signals && partners >= entry.Threshold.Partners);
    }

    // What is withdrawn, over, or known to have come true or not is no warning any more.
    private static bool Counts(WatchEntry entry, SeenSignal signal, DateTimeOffset now) =>
        !signal.Withdrawn
        && signal.Verdict is null
        && signal.Content.HorizonTo >= SignalRules.DayOf(now)
        && signal.PostedAt >= now - TimeSpan.FromDays(entry.Threshold.Days)
        && SupplyConfidence.AtLeast(signal.Content.Confidence, entry.Threshold.Confidence)
        && entry.IsMetBy(signal.Content);
}

/// <summary>What happened to the warnings of one receiver.</summary>
public abstract record SupplyWarningEvent
{
    private SupplyWarningEvent() { }

    /// <summary>What the receiver sees reached a threshold of the joint watch list.</summary>
    /// <param name="Warning">Its id, which follows from the rest.</param>
    /// <param name="Receiver">Who is warned.</param>
    /// <param name="Entry">The entry as it stood.</param>
    /// <param name="Revision">Which revision of it.</param>
    /// <param name="Signals">Those that count, all of which the receiver saw, the earliest first.</param>
    /// <param name="Partners">From how many partners they come.</param>
    public sealed record WarningRaised(Guid Warning, PartnerId Receiver, WatchEntry Entry, int Revision, IReadOnlyList<SignalId> Signals, int Partners) : SupplyWarningEvent;
}

/// <summary>What one receiver was warned of: its events, folded.</summary>
/// <param name="Counted">Of each entry, whatever its title, the signals that stood in a warning.</param>
public sealed record SupplyWarnings(ImmutableDictionary<WatchEntry, ImmutableHashSet<SignalId>> Counted)
{
    public static SupplyWarnings Empty { get; } = new(ImmutableDictionary<WatchEntry, ImmutableHashSet<SignalId>>.Empty);

    /// <summary>The state after one more event.</summary>
    public static SupplyWarnings Evolve(SupplyWarnings? state, SupplyWarningEvent e) => e switch
    {
        SupplyWarningEvent.WarningRaised raised when (state ?? Empty) is var before => new(
            before.Counted.SetItem(Untitled(raised.Entry), before.Of(raised.Entry).Union(raised.Signals))),
        _ => throw new UnreachableException($"{e.GetType().Name} cannot happen to warnings."),
    };

    /// <summary>The state after a whole stream, or null for an empty one.</summary>
    public static SupplyWarnings? Fold(IEnumerable<SupplyWarningEvent> events) => events.Aggregate((SupplyWarnings?)null, Evolve);

    /// <summary>The signals that stood in a warning of an entry that watched for the same with the same threshold.</summary>
    public ImmutableHashSet<SignalId> Of(WatchEntry entry) => Counted.GetValueOrDefault(Untitled(entry), []);

    private static WatchEntry Untitled(WatchEntry entry) => entry with { Title = "" };
}

/// <summary>Warns a receiver of what it sees itself. Each signal counts for one warning of an entry, so that the same news warns once.</summary>
/// <param name="Receiver">Who is warned.</param>
/// <param name="Watch">The entry.</param>
/// <param name="Seen">All signals that the receiver sees.</param>
public sealed record RaiseWarning(PartnerId Receiver, AgreedWatch Watch, IReadOnlyList<SeenSignal> Seen)
{
    /// <summary>The warning, or a refusal where there is none to raise.</summary>
    public Decision<SupplyWarningEvent> Decide(SupplyWarnings? state, DateTimeOffset now)
    {
        var told = (state ?? SupplyWarnings.Empty).Of(Watch.Entry);
        var standing = WatchStanding.Of(Watch.Entry, Seen.Where(s => !told.Contains(s.Id)), now);
        if (!standing.Reached)
        {
            return new Refusal(RefusalCode.NotFound, "", "The threshold is not reached by signals of which no warning told.");
        }

        IReadOnlyList<SignalId> signals = [.. standing.Signals.Select(s => s.Id)];
        return new SupplyWarningEvent.WarningRaised(IdOf(signals), Receiver, Watch.Entry, Watch.Revision, signals, standing.Partners);
    }

    private Guid IdOf(IReadOnlyList<SignalId> signals) => HashIds.Of(SHA256.HashData(Encoding.UTF8.GetBytes(
        FormattableString.Invariant($"{Receiver.Value:D} {Watch.Entry.Id} {Watch.Revision} {string.Join(' ', signals.Select(s => s.Value.ToString("D")))}"))));
}

/// <summary>The stored names and shapes of warnings.</summary>
public static class SupplyWarningEventCatalog
{
    /// <summary>Streams of warnings begin with this, followed by the receiver's id.</summary>
    public const string StreamPrefix = "supply-warnings-";

    public static EventCatalog<SupplyWarningEvent> Catalog { get; } = new EventCatalog<SupplyWarningEvent>()
        .Add("supply-warning.raised", 1, SupplyWarningJson.Default.WarningRaised);

    public static string Stream(PartnerId receiver) => $"{StreamPrefix}{receiver.Value:D}";
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(PartnerIdJson), typeof(SignalIdJson)])]
[JsonSerializable(typeof(SupplyWarningEvent.WarningRaised))]
public sealed partial class SupplyWarningJson : JsonSerializerContext;
