using System.Diagnostics.CodeAnalysis;

namespace CyberExchange.Interop.Cvss;

/// <summary>The metrics of one vulnerability, read from a vector of CVSS 2.0, 3.0, 3.1 or 4.0.</summary>
public sealed class CvssVector
{
    private const int Absent = -1;

    private readonly int[] _values;

    private CvssVector(CvssMetrics metrics)
    {
        Metrics = metrics;
        _values = new int[metrics.All.Length];
        Array.Fill(_values, Absent);
    }

    public CvssMetrics Metrics { get; }

    /// <summary>The value of a metric as the vector writes it; the value for "not defined" where the vector does not say.</summary>
    public string this[string metric] => Value(Metrics.IndexOf(metric));

    /// <summary>Reads a vector.</summary>
    /// <param name="text">The vector, with its prefix from CVSS 3.0 on.</param>
    /// <param name="why">Why it is none: a sentence.</param>
    /// <remarks>A vector of CVSS 2.0 or 3 may have its metrics in any order; one of CVSS 4.0 has them in the order of the specification.</remarks>
    public static bool TryParse(string text, [NotNullWhen(true)] out CvssVector? vector, [NotNullWhen(false)] out string? why)
    {
        var metrics = text.StartsWith(CvssMetrics.V31.Prefix, StringComparison.Ordinal) ? CvssMetrics.V31
            : text.StartsWith(CvssMetrics.V30.Prefix, StringComparison.Ordinal) ? CvssMetrics.V30
            : text.StartsWith(CvssMetrics.V4.Prefix, StringComparison.Ordinal) ? CvssMetrics.V4
            : CvssMetrics.V2;
        var read = new CvssVector(metrics);
        why = read.WhyNot(text.AsSpan(metrics.Prefix.Length));
        vector = why is null ? read : null;
        return why is null;
    }

    /// <summary>The same metrics with values for some that the vector does not say.</summary>
    /// <param name="words">Metrics with their values as JSON writes them; what the vector says stays, and unknown values are left out.</param>
    /// <returns>This vector itself where it gains nothing.</returns>
    public CvssVector With(IEnumerable<(CvssMetric Metric, string Word)> words)
    {
        CvssVector? filled = null;
        foreach (var (metric, word) in words)
        {
            var index = Metrics.IndexOf(metric.Name);
            var value = metric.Words.IndexOf(word);
            if (value != Absent && (filled ?? this)._values[index] == Absent)
            {
                filled ??= Copy();
                filled._values[index] = value;
            }
        }

        return filled ?? this;
    }

    /// <summary>Whether the vector has a value, other than "not defined", for a metric of a group.</summary>
    public bool Defines(CvssMetricGroup group)
    {
        for (var i = 0; i < _values.Length; i++)
        {
            if (Metrics.All[i].Group == group && _values[i] != Absent && !string.Equals(Value(i), Metrics.NotDefined, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The value of a metric as JSON writes it; null where the vector does not say.</summary>
    public string? WordOf(CvssMetric metric)
    {
        var index = Metrics.IndexOf(metric.Name);
        return _values[index] == Absent ? null : metric.Words[_values[index]];
    }

    private CvssVector Copy()
    {
        var copy = new CvssVector(Metrics);
        _values.CopyTo(copy._values, 0);
        return copy;
    }

    private string Value(int index) => _values[index] == Absent ? Metrics.NotDefined : Metrics.All[index].Values[_values[index]];

    private string? WhyNot(ReadOnlySpan<char> text)
    {
        var last = -1;
        foreach (var range in text.Split('/'))
        {
            var part = text[range];
            var colon = part.IndexOf(':');
            var index = colon < 0 ? -1 : Metrics.IndexOf(part[..colon].ToString());
            var value = index < 0 ? -1 : Metrics.All[index].Values.IndexOf(part[(colon + 1)..].ToString());
            if (value < 0)
            {
                return $"\"{part}\" is no metric of CVSS {Metrics.Version} with one of its values";
            }

            if (_values[index] != Absent)
            {
                return $"the metric {Metrics.All[index].Name} stands twice";
            }

            if (Metrics == CvssMetrics.V4 && index < last)
            {
                return $"the metric {Metrics.All[index].Name} stands after {Metrics.All[last].Name}, and CVSS 4.0 wants them in its order";
            }

            (_values[index], last) = (value, index);
        }

        for (var i = 0; i < _values.Length; i++)
        {
            if (Metrics.All[i].Group is CvssMetricGroup.Base && _values[i] == Absent)
            {
                return $"the metric {Metrics.All[i].Name} is missing";
            }
        }

        return null;
    }
}
