using System.Text;
using CyberExchange.Domain;
using CyberExchange.Domain.Stored;
using Xunit;

namespace CyberExchange.Tests.Domain;

/// <summary>What a rule must have answered. Events are compared as the log would keep them.</summary>
internal static class Then
{
    public static void Happens<TEvent>(EventCatalog<TEvent> catalog, Decision<TEvent> decision, params TEvent[] expected)
        where TEvent : class
    {
        var accepted = Assert.IsType<Decision<TEvent>.Accepted>(decision);
        Assert.Equal<IEnumerable<string>>([.. expected.Select(e => Text(catalog, e))], [.. accepted.Events.Select(e => Text(catalog, e))]);
    }

    public static void NothingHappens<TEvent>(Decision<TEvent> decision) => Assert.Empty(Assert.IsType<Decision<TEvent>.Accepted>(decision).Events);

    public static Refusal Refused<TEvent>(Decision<TEvent> decision, RefusalCode code, string pointer) =>
        Refused(Assert.IsType<Decision<TEvent>.Refused>(decision).Refusal, code, pointer);

    public static Refusal Refused(Refusal? refusal, RefusalCode code, string pointer)
    {
        Assert.NotNull(refusal);
        Assert.Equal((code, pointer), (refusal.Code, refusal.Pointer));
        Assert.EndsWith(".", refusal.Detail, StringComparison.Ordinal);
        return refusal;
    }

    private static string Text<TEvent>(EventCatalog<TEvent> catalog, TEvent e)
        where TEvent : class
    {
        var stored = catalog.Write(e);
        return $"{stored.Name} v{stored.Version} {Encoding.UTF8.GetString(stored.Body)} {Encoding.UTF8.GetString(stored.Addressing)}";
    }
}
