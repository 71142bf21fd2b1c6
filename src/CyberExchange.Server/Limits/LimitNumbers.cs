using System.Globalization;
using System.Net;

namespace CyberExchange.Server.Limits;

/// <summary>How much one partner, or one address without a certificate, may ask of one node.</summary>
/// <remarks>Each node counts for itself: behind a balancer a partner may have as much from each of them.</remarks>
public sealed record LimitNumbers
{
    /// <summary>What was not used in so many seconds may be used at once; nothing is saved up for longer.</summary>
    public const int WindowSeconds = 10;

    private const int NumberMax = 1_000_000;

    /// <summary>Requests a second, of a partner or of an address that shows no certificate.</summary>
    public int Requests { get; init; } = 200;

    /// <summary>Of these, requests a second that may change something.</summary>
    public int Writes { get; init; } = 100;

    /// <summary>Requests that a partner may have in work at once; further ones wait their turn.</summary>
    public int InFlight { get; init; } = 32;

    /// <summary>Requests that may wait for their turn; further ones are refused.</summary>
    public int Waiting { get; init; } = 128;

    /// <summary>New connections a second from one address: a handshake costs a millisecond of a processor, whoever comes.</summary>
    public int Handshakes { get; init; } = 50;

    /// <summary>Connections that one address may have open at once.</summary>
    public int Connections { get; init; } = 200;

    /// <summary>Requests a second that the gate may turn away as nobody's, of one address or of one enrolled partner, before it looks at no further one.</summary>
    public int Refusals { get; init; } = 50;

    /// <summary>
    /// Proxies that pass many through: neither their connections and handshakes are counted nor what the gate turns away. What comes
    /// through one without a certificate is still counted, together.
    /// </summary>
    public IReadOnlyList<IPAddress> Exempt { get; init; } = [];

    /// <summary>Reads settings such as <c>requests=400 writes=200 exempt=192.0.2.1</c>; what is left out has its usual value.</summary>
    /// <returns>The numbers; or what is wrong with the first word that cannot be read.</returns>
    public static (LimitNumbers? Numbers, string? Fault) Read(string text)
    {
        var numbers = new LimitNumbers();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = word.Split('=', 2) is [var before, var after] ? (before, after) : (word, "");
            var count = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed is > 0 and <= NumberMax ? parsed : (int?)null;
            var next = (name, count) switch
            {
                ("requests", { } n) => numbers with { Requests = n },
                ("writes", { } n) => numbers with { Writes = n },
                ("in-flight", { } n) => numbers with { InFlight = n },
                ("waiting", { } n) => numbers with { Waiting = n },
                ("handshakes", { } n) => numbers with { Handshakes = n },
                ("connections", { } n) => numbers with { Connections = n },
                ("refusals", { } n) => numbers with { Refusals = n },
                ("exempt", _) when IPAddress.TryParse(value, out var address) => numbers with { Exempt = [.. numbers.Exempt, address] },
                _ => null,
            };
            if (next is null)
            {
                return (null, $"'{word}' is not one of requests, writes, in-flight, waiting, handshakes, connections or refusals with a number from 1 to 1000000, such as requests=400, nor exempt with an address");
            }

            numbers = next;
        }

        return (numbers, null);
    }
}
