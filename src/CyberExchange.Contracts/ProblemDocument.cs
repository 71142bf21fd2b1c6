namespace CyberExchange.Contracts;

/// <summary>Why a request was not carried out (RFC 9457, application/problem+json).</summary>
public sealed record ProblemDocument
{
    /// <summary>Stable, such as <c>urn:cyberexchange:problem:legal-basis-missing</c>.</summary>
    public required string Type { get; init; }

    public required string Title { get; init; }

    public required int Status { get; init; }

    public string? Detail { get; init; }

    /// <summary>RFC 6901 pointer to the culprit in the request's document, or the name of a header or query parameter.</summary>
    public string? Pointer { get; init; }

    /// <summary>What is there already and could not be made; only where it is the caller's own.</summary>
    public Guid? Existing { get; init; }

    /// <summary>Every culprit, where more than one was found.</summary>
    public IReadOnlyList<ProblemCulprit>? Errors { get; init; }

    /// <summary>How many culprits there are beside those listed; left out for none.</summary>
    public int? MoreErrors { get; init; }
}

/// <summary>One of several culprits.</summary>
public sealed record ProblemCulprit(string Pointer, string Code, string Detail);
