namespace CyberExchange.EventStore;

/// <summary>What an append expects of its stream. A stream's version is the number of its events.</summary>
/// <remarks>The default value is <see cref="None"/>, the strictest reading of a forgotten one.</remarks>
public readonly record struct ExpectedVersion
{
    private const int AnyValue = -1;

    private ExpectedVersion(int value) => Value = value;

    /// <summary>Append at whatever version the stream has, or begin it.</summary>
    public static ExpectedVersion Any { get; } = new(AnyValue);

    /// <summary>The stream must not exist yet.</summary>
    public static ExpectedVersion None { get; }

    /// <summary>The form the database knows: -1 any, 0 none, n exactly n.</summary>
    internal int Value { get; }

    /// <summary>The stream must be at this version; 0 means the same as <see cref="None"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The version is negative.</exception>
    public static ExpectedVersion Exactly(int version)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(version);
        return new(version);
    }

    public override string ToString() => Value switch
    {
        AnyValue => "any",
        0 => "none",
        _ => $"exactly {Value}",
    };
}
