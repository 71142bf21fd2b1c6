using System.Collections.Frozen;

namespace CyberExchange.Domain;

/// <summary>The words that documents use for a closed set, each way.</summary>
public sealed class Words<T>
    where T : struct, Enum
{
    private readonly FrozenDictionary<T, string> _texts;
    private readonly FrozenDictionary<string, T> _values;

    public Words(params (T Value, string Text)[] words)
    {
        _texts = words.ToFrozenDictionary(w => w.Value, w => w.Text);
        _values = words.ToFrozenDictionary(w => w.Text, w => w.Value, StringComparer.Ordinal);
        All = [.. words.Select(w => w.Text)];
    }

    /// <summary>Every word, in the order in which they are said.</summary>
    public IReadOnlyList<string> All { get; }

    public string Text(T value) => _texts[value];

    /// <summary>The value, or null where the word is unknown.</summary>
    public T? Parse(string text) => _values.TryGetValue(text, out var value) ? value : null;
}
