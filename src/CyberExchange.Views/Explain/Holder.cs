using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Views.Explain;

/// <summary>Who holds an item by one way.</summary>
public abstract record Holder
{
    private Holder() { }

    /// <summary>Why it is open.</summary>
    public required ReleaseReason Reason { get; init; }

    /// <summary>Since when the holder has it: the later of release and joining.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Since when the item has been open to that part of the audience.</summary>
    public required DateTimeOffset ReleasedAt { get; init; }

    /// <summary>The version of the release policy under which it was released.</summary>
    public required int PolicyVersion { get; init; }

    /// <summary>Everyone, the public included.</summary>
    public sealed record Everyone : Holder;

    /// <summary>A partner with all of its members.</summary>
    public sealed record Whole(PartnerId Partner) : Holder;

    /// <summary>One person of a partner, by name.</summary>
    public sealed record Person(PartnerId Partner, MemberId Member) : Holder;

    /// <summary>Clients of a CERT that forwarded the item, however many they are.</summary>
    public sealed record Forwarded(PartnerId Cert) : Holder;
}

/// <summary>A place in a list of holders.</summary>
/// <param name="Section">Everyone comes first, then partners, persons, and the clients of CERTs.</param>
/// <param name="Id">The id within the section.</param>
public readonly record struct HolderPlace(int Section, Guid Id)
{
    /// <summary>Before every holder.</summary>
    public static HolderPlace First { get; } = new(-1, Guid.Empty);

    /// <summary>Where a holder stands.</summary>
    public static HolderPlace Of(Holder holder) => holder switch
    {
        Holder.Everyone => new(HolderSections.Everyone, Guid.Empty),
        Holder.Whole whole => new(HolderSections.Partners, whole.Partner.Value),
        Holder.Person person => new(HolderSections.Persons, person.Member.Value),
        Holder.Forwarded forwarded => new(HolderSections.Forwards, forwarded.Cert.Value),
        _ => throw new System.Diagnostics.UnreachableException("A holder of no known kind."),
    };
}

/// <summary>The parts of a list of holders, in their order.</summary>
internal static class HolderSections
{
    public const int Everyone = 0;
    public const int Partners = 1;
    public const int Persons = 2;
    public const int Forwards = 3;
}
