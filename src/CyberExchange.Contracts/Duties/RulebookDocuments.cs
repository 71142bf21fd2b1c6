using System.Text.Json;

namespace CyberExchange.Contracts.Duties;

/// <summary>The versions of the rulebook: <c>GET /v1/rulebooks</c>.</summary>
/// <param name="InForce">With which open files are computed.</param>
/// <param name="Shipped">The version that came with the program, in force until another one was adopted.</param>
/// <param name="History">Every step, the oldest first.</param>
public sealed record RulebooksDocument(RulebookVersionDocument InForce, RulebookVersionDocument Shipped, IReadOnlyList<RulebookStep> History)
{
    /// <summary>The version that awaits a second member of the steward; absent for none.</summary>
    public RulebookVersionDocument? Proposed { get; init; }
}

/// <summary>A step of a version's life.</summary>
/// <param name="Step"><c>proposed</c>, <c>adopted</c> or <c>rejected</c>.</param>
/// <param name="At">When.</param>
public sealed record RulebookStep(string Step, RulebookVersionDocument Rulebook, DateTimeOffset At)
{
    /// <summary>Id of the member who took the step; only the steward is told.</summary>
    public Guid? By { get; init; }
}

/// <summary>What a version changes: <c>GET /v1/rulebooks/{version}/diff</c>.</summary>
public sealed record RulebookDiffDocument
{
    /// <summary>The version in force before it, or now if it is only proposed.</summary>
    public required RulebookVersionDocument Before { get; init; }

    public required RulebookVersionDocument After { get; init; }

    public required IReadOnlyList<RulebookChangeDocument> Changes { get; init; }

    /// <summary>Duties that may come out differently.</summary>
    public required IReadOnlyList<string> Touched { get; init; }

    /// <summary>The caller's own open incidents whose duties do come out differently, of this page; of others nobody is told, nor how many there are.</summary>
    public required IReadOnlyList<TouchedIncidentDocument> Incidents { get; init; }

    /// <summary>Given as <c>after</c>, goes on with the caller's further incidents; absent at the end.</summary>
    public Guid? Next { get; init; }
}

/// <summary>One entry of the rulebook that is new, gone or different.</summary>
/// <param name="Section">The member of the document, such as <c>obligations</c>.</param>
/// <param name="Sentences">What differs, in English.</param>
public sealed record RulebookChangeDocument(string Section, string Id, IReadOnlyList<string> Sentences);

/// <summary>An open incident of the caller's.</summary>
/// <param name="Obligations">The duties that come out differently.</param>
public sealed record TouchedIncidentDocument(Guid Incident, IReadOnlyList<string> Obligations);

/// <summary>A member of the steward proposes a version: <c>POST /v1/rulebooks/proposal</c>.</summary>
/// <param name="Rulebook">The document, in the shape in which <c>GET /v1/rulebooks/{version}</c> gives one.</param>
public sealed record ProposeRulebookRequest(JsonElement Rulebook);

/// <summary>A member of the steward approves or turns down what was proposed.</summary>
/// <param name="Digest">Of the version that was read: what was proposed since is not meant.</param>
public sealed record DecideRulebookRequest(string Digest);

/// <summary>The answer to a step of the rulebook.</summary>
/// <param name="Digest">Which version.</param>
/// <param name="ConsistencyToken">Given with a later read, that read waits until it shows this write.</param>
public sealed record RulebookReceipt(string Digest, string ConsistencyToken);
