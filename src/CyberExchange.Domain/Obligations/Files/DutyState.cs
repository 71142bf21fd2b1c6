namespace CyberExchange.Domain.Obligations.Files;

/// <summary>How a duty stands at an instant.</summary>
/// <remarks>The query of the list says the same of rows, by these numbers.</remarks>
public enum DutyState
{
    /// <summary>A limit of law lies ahead.</summary>
    Next = 0,

    /// <summary>It has passed, and nothing was submitted.</summary>
    Overdue = 1,

    /// <summary>Something was submitted.</summary>
    Met = 2,

    /// <summary>The law has no number.</summary>
    Promptly = 3,

    /// <summary>A fact is missing or of no use.</summary>
    CannotCompute = 4,

    /// <summary>The latest limit that is known has passed, and no calendar says whether it rolls: whether that is late, nobody knows.</summary>
    TargetPassed = 5,

    /// <summary>Something was submitted, and the authority asks for another report.</summary>
    RevisionRequired = 6,
}

/// <summary>The words for a state.</summary>
public static class DutyStates
{
    public static Words<DutyState> Words { get; } = new(
        (DutyState.Next, "next"),
        (DutyState.TargetPassed, "target_passed"),
        (DutyState.Overdue, "overdue"),
        (DutyState.Met, "met"),
        (DutyState.RevisionRequired, "revision_required"),
        (DutyState.Promptly, "promptly"),
        (DutyState.CannotCompute, "cannot_compute"));
}
