namespace CyberExchange.Testing.Faults;

/// <summary>The steps of an append, as the line between the program and PostgreSQL sees them.</summary>
public enum AppendStep
{
    /// <summary>The program has sent its request; nothing of it has reached PostgreSQL.</summary>
    BeforeRequest,

    /// <summary>PostgreSQL has the first half of the request.</summary>
    InRequest,

    /// <summary>PostgreSQL has the whole request. Whether it has carried it out is known only to who holds it: <see cref="HeldAppends"/>.</summary>
    AfterRequest,

    /// <summary>PostgreSQL has committed; nothing of its answer has reached the program.</summary>
    BeforeAnswer,

    /// <summary>The program has the rows of the answer and not its end, which alone says that they are committed.</summary>
    InAnswer,

    /// <summary>The program has the whole answer.</summary>
    AfterAnswer,
}
