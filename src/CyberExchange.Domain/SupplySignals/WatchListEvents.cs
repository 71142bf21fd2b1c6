using System.Text.Json.Serialization;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;

namespace CyberExchange.Domain.SupplySignals;

/// <summary>What both sides watch for, and from when on it is a warning.</summary>
/// <param name="Id">Its short name, the same in every revision: <see cref="Slugs"/>.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Stage">One of <see cref="SupplyWords.Stages"/>.</param>
/// <param name="ProductClass">One of <see cref="SupplyWords.ProductClasses"/>.</param>
/// <param name="Region">ISO 3166-1 alpha-2, or <c>EU</c>; null for wherever it is felt.</param>
/// <param name="Threshold">When it is a warning.</param>
public sealed record WatchEntry(string Id, string Title, string Stage, string ProductClass, string? Region, WatchThreshold Threshold)
{
    /// <summary>Whether a signal is about this. A signal about all products, or about everywhere, is about each; one about the Union and one about a member state are about each other.</summary>
    public bool IsMetBy(SignalGist signal) =>
        signal.Stage == Stage
        && (ProductClass == SupplyWords.AllProducts || signal.ProductClass is SupplyWords.AllProducts || signal.ProductClass == ProductClass)
        && (Region is null || signal.Regions.Count == 0 || signal.Regions.Any(region => SupplyWords.RegionsMeet(region, Region)));
}

/// <summary>Signals enough for a warning.</summary>
/// <param name="Signals">How many, at least.</param>
/// <param name="Partners">From how many partners, each of which counts once, at least.</param>
/// <param name="Confidence">Each at least as likely as this word of <see cref="SupplyConfidence"/>.</param>
/// <param name="Days">Each posted within so many days.</param>
public sealed record WatchThreshold(int Signals, int Partners, string Confidence, int Days);

/// <summary>What happened to the joint watch list.</summary>
public abstract record WatchListEvent
{
    private WatchListEvent() { }

    /// <summary>A delegate would have an entry stand as stated here, or end. It does once the other side agreed.</summary>
    /// <param name="Proposal">Its id.</param>
    /// <param name="Partner">Whose delegate.</param>
    /// <param name="By">The member.</param>
    /// <param name="Side">The side of the partner: the other one decides.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Entry">The entry; of one that ends, as it stands.</param>
    /// <param name="Base">The revision that it was written against; 0 for an entry that is not on the list.</param>
    /// <param name="Ends">Whether it is taken off the list.</param>
    public sealed record WatchProposed(
        Guid Proposal, PartnerId Partner, MemberId By, Jurisdiction Side, string Reason, WatchEntry Entry, int Base, bool Ends) : WatchListEvent;

    /// <summary>A delegate of the other side agreed: the list says so from now on.</summary>
    public sealed record WatchAgreed(Guid Proposal, PartnerId Partner, MemberId By) : WatchListEvent;

    /// <summary>A delegate of the other side declined.</summary>
    /// <param name="Reason">Why, for those who proposed it.</param>
    public sealed record WatchDeclined(Guid Proposal, PartnerId Partner, MemberId By, string Reason) : WatchListEvent;

    /// <summary>Whoever proposed it took it back.</summary>
    public sealed record WatchProposalWithdrawn(Guid Proposal, MemberId By) : WatchListEvent;
}

/// <summary>The stored names and shapes of what happens to the joint watch list.</summary>
public static class WatchListEventCatalog
{
    /// <summary>The one stream of the list.</summary>
    public const string Stream = "supply-watch-list";

    public static EventCatalog<WatchListEvent> Catalog { get; } = new EventCatalog<WatchListEvent>()
        .Add("supply-watch.proposed", 1, WatchListJson.Default.WatchProposed)
        .Add("supply-watch.agreed", 1, WatchListJson.Default.WatchAgreed)
        .Add("supply-watch.declined", 1, WatchListJson.Default.WatchDeclined)
        .Add("supply-watch.proposal-withdrawn", 1, WatchListJson.Default.WatchProposalWithdrawn);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(PartnerIdJson), typeof(MemberIdJson), typeof(JurisdictionJson)])]
[JsonSerializable(typeof(WatchListEvent.WatchProposed))]
[JsonSerializable(typeof(WatchListEvent.WatchAgreed))]
[JsonSerializable(typeof(WatchListEvent.WatchDeclined))]
[JsonSerializable(typeof(WatchListEvent.WatchProposalWithdrawn))]
public sealed partial class WatchListJson : JsonSerializerContext;
