namespace CyberExchange.Views.Projections;

/// <summary>One process that keeps views, under a name that tells nothing but which of them it is.</summary>
/// <param name="Name">Of no meaning outside the exchange, and never used again by another process.</param>
public sealed record ViewNode(string Name)
{
    private const int NameChars = 12;

    /// <summary>A process that has just started.</summary>
    public static ViewNode Fresh() => new(Guid.NewGuid().ToString("N")[..NameChars]);
}
