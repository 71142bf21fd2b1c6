using System.Text.Json.Serialization;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;

namespace CyberExchange.Domain.SupplySignals;

/// <summary>What happened to a supply signal.</summary>
public abstract record SignalEvent
{
    private SignalEvent() { }

    /// <summary>A partner said what it foresees; its audience is fixed at birth.</summary>
    public sealed record SignalPosted : SignalEvent
    {
        public required SignalId Signal { get; init; }

        public required PartnerId Originator { get; init; }

        public required MemberId PostedBy { get; init; }

        /// <summary>The originator's jurisdiction when it posted.</summary>
        public required Jurisdiction Home { get; init; }

        public required SupplySignal Content { get; init; }

        [JsonIgnore]
        public SharingTerms Terms { get; init; } = Unaddressed;
    }

    /// <summary>The originator stated it anew.</summary>
    public sealed record SignalRevised(SupplySignal Content) : SignalEvent;

    /// <summary>The originator said what became of it, in place of what it had said before.</summary>
    public sealed record SignalOutcomeRecorded(SignalOutcome Outcome) : SignalEvent;

    /// <summary>The originator stated the sharing terms anew.</summary>
    public sealed record SignalShared : SignalEvent
    {
        [JsonIgnore]
        public SharingTerms Terms { get; init; } = Unaddressed;
    }

    /// <summary>A member of the originator would make the item TLP:CLEAR; who sees it stays as it is until another member approves.</summary>
    public sealed record SignalReleaseProposed : SignalEvent
    {
        public required MemberId ProposedBy { get; init; }

        [JsonIgnore]
        public SharingTerms Terms { get; init; } = Unaddressed;
    }

    /// <summary>A member of the originator rejected what was proposed.</summary>
    public sealed record SignalReleaseRejected : SignalEvent;

    /// <summary>The embargo's instant passed and the item opened to its audience.</summary>
    public sealed record SignalEmbargoLifted : SignalEvent;

    /// <summary>The originator withdrew it; it stays with its viewers, marked as withdrawn.</summary>
    /// <param name="Reason">Shown to everyone who sees the item.</param>
    public sealed record SignalWithdrawn(string Reason) : SignalEvent;

    /// <summary>A CERT that sees the signal opened it to its own clients, in place of what it had opened before.</summary>
    /// <param name="By">The CERT.</param>
    /// <param name="Basis">Why it may, on the clients' side.</param>
    public sealed record SignalForwarded(PartnerId By, ForwardBasis Basis) : SignalEvent
    {
        [JsonIgnore]
        public ForwardClients Clients { get; init; } = ForwardClients.Nobody;
    }

    /// <summary>A CERT took back what it had opened to its clients.</summary>
    public sealed record SignalForwardEnded(PartnerId By) : SignalEvent;

    // The terms live in the addressing section; until they are joined again nobody but the originator is addressed.
    private static SharingTerms Unaddressed => SharingTerms.OriginatorOnly(TlpLabel.Red);
}

/// <summary>The stored names and shapes of what happens to supply signals.</summary>
public static class SignalEventCatalog
{
    /// <summary>Streams of signals begin with this, followed by the signal's id.</summary>
    public const string StreamPrefix = "signal-";

    public static EventCatalog<SignalEvent> Catalog { get; } = new EventCatalog<SignalEvent>()
        .AddAddressed("signal.posted", 1, SignalJson.Default.SignalPosted, e => e.Terms, (e, terms) => e with { Terms = terms })
        .Add("signal.revised", 1, SignalJson.Default.SignalRevised)
        .Add("signal.outcome-recorded", 1, SignalJson.Default.SignalOutcomeRecorded)
        .AddAddressed("signal.shared", 1, SignalJson.Default.SignalShared, e => e.Terms, (e, terms) => e with { Terms = terms })
        .AddAddressed("signal.release-proposed", 1, SignalJson.Default.SignalReleaseProposed, e => e.Terms, (e, terms) => e with { Terms = terms })
        .Add("signal.release-rejected", 1, SignalJson.Default.SignalReleaseRejected)
        .Add("signal.embargo-lifted", 1, SignalJson.Default.SignalEmbargoLifted)
        .Add("signal.withdrawn", 1, SignalJson.Default.SignalWithdrawn)
        .AddAddressed(
            "signal.forwarded", 1, SignalJson.Default.SignalForwarded, StoredTermsJson.Default.ForwardClients,
            e => e.Clients, (e, clients) => e with { Clients = clients })
        .Add("signal.forward-ended", 1, SignalJson.Default.SignalForwardEnded);

    public static string Stream(SignalId id) => $"{StreamPrefix}{id.Value:D}";
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(PartnerIdJson), typeof(MemberIdJson), typeof(SignalIdJson), typeof(JurisdictionJson)])]
[JsonSerializable(typeof(SignalEvent.SignalPosted))]
[JsonSerializable(typeof(SignalEvent.SignalRevised))]
[JsonSerializable(typeof(SignalEvent.SignalOutcomeRecorded))]
[JsonSerializable(typeof(SignalEvent.SignalShared))]
[JsonSerializable(typeof(SignalEvent.SignalReleaseProposed))]
[JsonSerializable(typeof(SignalEvent.SignalReleaseRejected))]
[JsonSerializable(typeof(SignalEvent.SignalEmbargoLifted))]
[JsonSerializable(typeof(SignalEvent.SignalWithdrawn))]
[JsonSerializable(typeof(SignalEvent.SignalForwarded))]
[JsonSerializable(typeof(SignalEvent.SignalForwardEnded))]
public sealed partial class SignalJson : JsonSerializerContext;
