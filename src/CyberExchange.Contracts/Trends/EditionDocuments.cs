namespace CyberExchange.Contracts.Trends;

/// <summary>What a delegate would have published.</summary>
public sealed record ProposeEditionRequest
{
    /// <summary>The first quarter, such as <c>2023-Q1</c>; only of the first edition, and left out of later ones.</summary>
    public string? From { get; init; }

    /// <summary>The last quarter, which is over: <c>2026-Q3</c>.</summary>
    public required string Through { get; init; }

    /// <summary>What the log says at this instant is counted; left out, now.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Whether it corrects the numbers of the edition before instead of going on to later quarters.</summary>
    public bool IsCorrection { get; init; }

    /// <summary><c>TLP:GREEN</c> for every partner, <c>TLP:CLEAR</c> for the public too.</summary>
    public required string Label { get; init; }

    public required string Reason { get; init; }
}

/// <summary>An edition that one side proposed.</summary>
public sealed record EditionProposalDocument
{
    public required Guid Id { get; init; }

    /// <summary>Whose delegate proposed it; null where the caller's directory does not show the partner.</summary>
    public string? Partner { get; init; }

    /// <summary><c>EU</c> or <c>JP</c>; the other side decides.</summary>
    public required string Side { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    public required string Reason { get; init; }

    public required string From { get; init; }

    public required string Through { get; init; }

    public required DateTimeOffset AsOf { get; init; }

    public required bool IsCorrection { get; init; }

    public required string Label { get; init; }

    /// <summary><c>open</c>, <c>published</c>, <c>declined</c> or <c>taken_back</c>.</summary>
    public required string State { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Why it was declined.</summary>
    public string? Answer { get; init; }

    /// <summary>The number of the edition that came of it.</summary>
    public int? Edition { get; init; }
}

/// <summary>The editions that the caller may have, the latest first.</summary>
public sealed record EditionsDocument(IReadOnlyList<EditionDocument> Editions);

/// <summary>An edition as it is cited. Its numbers are behind its address.</summary>
public sealed record EditionDocument
{
    public required int Number { get; init; }

    /// <summary>SHA-256 of the edition's bytes, in hexadecimal digits: whoever has the bytes can tell that they are the ones that are cited.</summary>
    public required string Id { get; init; }

    /// <summary>The id of the edition before; null for the first.</summary>
    public string? Previous { get; init; }

    /// <summary>The id of the edition that it corrects; null where it goes on to later quarters.</summary>
    public string? Corrects { get; init; }

    public required DateTimeOffset AsOf { get; init; }

    public required string From { get; init; }

    public required string Through { get; init; }

    public required string Label { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }
}

/// <summary>A text in the languages of the dialogue.</summary>
public sealed record TrendWordsDocument(string En, string Ja, string Fr);

/// <summary>A number of an edition, by where it stands.</summary>
public sealed record ComparedCellDocument(string Table, string Row, string Period);

/// <summary>Two numbers of one edition, compared.</summary>
public sealed record TrendComparisonDocument
{
    /// <summary>The id of the edition.</summary>
    public required string Edition { get; init; }

    public required int Number { get; init; }

    /// <summary>The edition's label: what is quoted of it is under the same.</summary>
    public required string Label { get; init; }

    public required ComparedCellDocument First { get; init; }

    public required ComparedCellDocument Second { get; init; }

    /// <summary><c>withheld</c>, <c>not_comparable</c>, <c>too_few</c>, <c>could_be_chance</c> or <c>more_than_chance</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>The first number; null where either is withheld or they are not comparable.</summary>
    public long? FirstNumber { get; init; }

    /// <summary>The second number.</summary>
    public long? SecondNumber { get; init; }

    /// <summary>How many times as many incidents a month the first has.</summary>
    public double? Ratio { get; init; }

    /// <summary>The lower end of the ratio's 95 % interval.</summary>
    public double? RatioLow { get; init; }

    /// <summary>The upper end.</summary>
    public double? RatioHigh { get; init; }

    /// <summary>How often chance alone would make a difference as large as this or larger.</summary>
    public double? P { get; init; }

    /// <summary>To quote.</summary>
    public required TrendWordsDocument Sentence { get; init; }

    /// <summary>What whoever quotes it should know.</summary>
    public required IReadOnlyList<TrendWordsDocument> Cautions { get; init; }
}
