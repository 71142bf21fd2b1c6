using System.Runtime.InteropServices;

namespace CyberExchange.Interop.Csaf.Validation;

/// <summary>Collects what the checks find, at most <see cref="CsafLimits.ResultsPerTestMax"/> places for each test.</summary>
internal sealed class CsafFindings
{
    private const string JsonTest = "json";

    private readonly List<CsafResult> _results = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    public bool IsReadable { get; private set; } = true;

    /// <summary>Adds a place where a test fails.</summary>
    /// <param name="test">The section of the test, such as `6.1.1`, or `schema`.</param>
    public void Add(string test, CsafNode at, string message) => Add(test, at, "", message);

    /// <param name="below">What follows the pointer to <paramref name="at"/>: an absent member, for example.</param>
    /// <inheritdoc cref="Add(string, CsafNode, string)"/>
    public void Add(string test, CsafNode at, string below, string message)
    {
        if (Counts(test))
        {
            _results.Add(new CsafResult(test, SeverityOf(test), at.Pointer + below, message));
        }
    }

    /// <summary>Adds what is wrong with the text as JSON.</summary>
    public void Json(string message)
    {
        if (Counts(JsonTest))
        {
            _results.Add(new CsafResult(JsonTest, CsafSeverity.Error, "", message));
        }
    }

    /// <summary>Adds the reason for which the document cannot be looked into at all. What was found before it means nothing then, nor does what is found after it.</summary>
    /// <remarks>The first such reason stands.</remarks>
    public void Unreadable(string message)
    {
        if (!IsReadable)
        {
            return;
        }

        _results.Clear();
        _places.Clear();
        Json(message);
        IsReadable = false;
    }

    public CsafValidation ToValidation(string? version) => new(version, IsReadable, [.. _results.Concat(Uncounted()).OrderBy(result => result.Severity)]);

    private static CsafSeverity SeverityOf(string test) =>
        test.StartsWith("6.2", StringComparison.Ordinal) ? CsafSeverity.Warning
        : test.StartsWith("6.3", StringComparison.Ordinal) ? CsafSeverity.Information
        : CsafSeverity.Error;

    private bool Counts(string test)
    {
        if (!IsReadable)
        {
            return false;
        }

        ref var places = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, test, out _);
        return ++places <= CsafLimits.ResultsPerTestMax;
    }

    private IEnumerable<CsafResult> Uncounted() =>
        from test in _places
        where test.Value > CsafLimits.ResultsPerTestMax
        select new CsafResult(test.Key, SeverityOf(test.Key), "", $"This test fails at {test.Value} places; the first {CsafLimits.ResultsPerTestMax} are listed.");
}
