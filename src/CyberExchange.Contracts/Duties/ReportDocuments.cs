namespace CyberExchange.Contracts.Duties;

/// <summary>A row of the report-once matrix stated anew: <c>PUT /v1/incidents/{id}/duties/matrix/{row}</c>.</summary>
public sealed record FillRowRequest
{
    /// <summary>A list has several values, every other row one; none clears the row. An answer is <c>yes</c>, <c>no</c> or <c>unknown</c>, a time is RFC 3339 with its offset, a count is in decimal digits.</summary>
    public required IReadOnlyList<string> Values { get; init; }
}

/// <summary>What the open duties of an incident ask for, filled once: <c>GET /v1/incidents/{id}/duties/matrix</c>. Its originator alone reads it.</summary>
public sealed record ReportMatrixDocument
{
    public required Guid Incident { get; init; }

    public required RulebookVersionDocument Rulebook { get; init; }

    /// <summary>Version of the catalogue of contents.</summary>
    public required string Catalog { get; init; }

    /// <summary>The duties that are open: those that apply and were not met, and those of which the authority asks for another report.</summary>
    public required IReadOnlyList<MatrixColumnDocument> Columns { get; init; }

    /// <summary>The rows for which at least one of them asks.</summary>
    public required IReadOnlyList<MatrixRowDocument> Rows { get; init; }
}

/// <summary>One open duty.</summary>
public sealed record MatrixColumnDocument
{
    public required string Obligation { get; init; }

    public required string Title { get; init; }

    /// <summary>How it stands, in the words of lists.</summary>
    public required string State { get; init; }

    /// <summary>Where the duty is written.</summary>
    public required string Source { get; init; }

    /// <summary>The Japanese common form that its report follows; absent for none.</summary>
    public string? Form { get; init; }

    /// <summary>Keys of the rows that are missing in its report.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>What the law asks for, and for which the catalogue lists no rows: it is stated by hand.</summary>
    public required IReadOnlyList<string> Unlisted { get; init; }
}

/// <summary>One row, stated once for every report.</summary>
public sealed record MatrixRowDocument
{
    public required string Row { get; init; }

    public required string English { get; init; }

    public required string Japanese { get; init; }

    /// <summary><c>text</c>, <c>answer</c>, <c>instant</c>, <c>number</c> or <c>list</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether it is personal data, and sealed.</summary>
    public required bool Personal { get; init; }

    /// <summary>What stands in it; empty for nothing.</summary>
    public required IReadOnlyList<string> Values { get; init; }

    /// <summary>What it was taken from, such as <c>incident_summary</c>; absent where a member stated it, or nothing stands in it.</summary>
    public string? Source { get; init; }

    /// <summary>How it stands in each column, in their order: <c>filled</c>, <c>missing</c>, <c>optional</c> or <c>not_asked</c>.</summary>
    public required IReadOnlyList<string> Cells { get; init; }
}
