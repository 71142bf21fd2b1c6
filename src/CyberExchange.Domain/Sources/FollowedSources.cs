using System.Collections.Immutable;
using System.Diagnostics;

namespace CyberExchange.Domain.Sources;

/// <summary>A provider that a partner follows.</summary>
/// <param name="By">The member who stated it last, and for whom it is run.</param>
public sealed record FollowedSource(CsafSourceId Id, string Provider, SourcePlan Plan, MemberId By);

/// <summary>The providers that one partner follows: the events of its stream, folded.</summary>
/// <param name="Standing">Those that were not removed.</param>
/// <param name="Changes">How often anything was stated.</param>
public sealed record FollowedSources(ImmutableDictionary<CsafSourceId, FollowedSource> Standing, int Changes)
{
    public static FollowedSources None { get; } = new(ImmutableDictionary<CsafSourceId, FollowedSource>.Empty, 0);

    /// <summary>The state after one more event; null stands for a partner that never followed anything.</summary>
    public static FollowedSources Evolve(FollowedSources? state, SourceEvent e)
    {
        var (standing, changes) = state ?? None;
        return new(
            e switch
            {
                SourceEvent.SourceAdded added => standing.Add(added.Source, new(added.Source, added.Provider, added.Plan, added.By)),
                SourceEvent.SourceChanged changed => standing.SetItem(changed.Source, standing[changed.Source] with { Plan = changed.Plan, By = changed.By }),
                SourceEvent.SourceRemoved removed => standing.Remove(removed.Source),
                _ => throw new UnreachableException($"{e.GetType().Name} has no arm in the sources."),
            },
            changes + 1);
    }

    /// <summary>The state after a whole stream, or null for an empty one.</summary>
    public static FollowedSources? Fold(IEnumerable<SourceEvent> events) => events.Aggregate((FollowedSources?)null, Evolve);
}
