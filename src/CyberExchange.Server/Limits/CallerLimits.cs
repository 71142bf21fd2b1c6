using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Limits;

/// <summary>Counts what each caller asks: a partner by its id, whoever shows no certificate by address.</summary>
/// <remarks>
/// What a caller is told depends on its own requests alone. Only partners and addresses that have a connection are counted, and who
/// rests is forgotten, so that nobody fills the memory with names.
/// </remarks>
public sealed class CallerLimits : IDisposable
{
    /// <summary>Tokens come about so often; once a second would let them come in bursts.</summary>
    private const int PeriodsPerSecond = 10;

    // RFC 4291 section 2.5.4: whoever has an address of IPv6 has 64 bits of them.
    private const int NetworkBytes = 8;

    private readonly LimitNumbers _numbers;
    private readonly HashSet<IPAddress> _exempt;
    private readonly PartitionedRateLimiter<string> _requests;
    private readonly PartitionedRateLimiter<string> _writes;
    private readonly PartitionedRateLimiter<string> _inFlight;
    private readonly PartitionedRateLimiter<string> _handshakes;
    private readonly PartitionedRateLimiter<string> _connections;
    private readonly PartitionedRateLimiter<string> _refusals;

    public CallerLimits(LimitNumbers numbers)
    {
        _numbers = numbers;
        _exempt = [.. numbers.Exempt.Select(Plain).OfType<IPAddress>()];
        Policy = string.Create(
            CultureInfo.InvariantCulture,
            $"\"requests\";q={AtOnce(numbers.Requests)};w={LimitNumbers.WindowSeconds}, \"writes\";q={AtOnce(numbers.Writes)};w={LimitNumbers.WindowSeconds}");
        (_requests, _writes, _handshakes, _refusals) = (Bucket(numbers.Requests), Bucket(numbers.Writes), Bucket(numbers.Handshakes), Bucket(numbers.Refusals));
        (_inFlight, _connections) = (InTurns(numbers.InFlight, numbers.Waiting), InTurns(numbers.Connections, waiting: 0));
    }

    /// <summary>What a caller may ask, the same for all: the value of <c>RateLimit-Policy</c> (draft-ietf-httpapi-ratelimit-headers-10).</summary>
    public string Policy { get; }

    /// <summary>Who is counted: the partner, or the address (of IPv6, its network).</summary>
    public static string Caller(Viewer viewer, IPAddress? address) =>
        viewer is Viewer.Partner partner ? Name(partner.Profile.Id) : Network(address);

    /// <summary>Whether the caller may ask now; false leaves nothing counted but the request.</summary>
    /// <param name="who">See <see cref="Caller"/>.</param>
    /// <param name="changes">Whether the request may change something.</param>
    public bool MayAsk(string who, bool changes)
    {
        using var request = _requests.AttemptAcquire(who);
        if (!request.IsAcquired)
        {
            return false;
        }

        using var write = changes ? _writes.AttemptAcquire(who) : null;
        return write?.IsAcquired is not false;
    }

    /// <summary>Waits for the caller's turn among its own requests.</summary>
    /// <returns>To be disposed when the request is answered; not acquired where too many wait already.</returns>
    public ValueTask<RateLimitLease> EnterAsync(string who, CancellationToken ct) => _inFlight.AcquireAsync(who, 1, ct);

    /// <summary>Whether one more connection from an address is taken.</summary>
    /// <returns>To be disposed when the connection ends; not acquired where it is one too many, null where the address is not counted.</returns>
    public RateLimitLease? Connect(IPAddress? address)
    {
        if (IsExempt(address))
        {
            return null;
        }

        var from = Network(address);
        var handshake = _handshakes.AttemptAcquire(from);
        if (!handshake.IsAcquired)
        {
            return handshake;
        }

        handshake.Dispose();
        return _connections.AttemptAcquire(from);
    }

    /// <summary>Whose it is if the gate turns a request away: the partner's whose key is shown, and else the address's; null where it is not counted.</summary>
    /// <remarks>Whoever shows a key has it. Partners that share an address with others, or with strangers, are not shut out by what those do.</remarks>
    public string? Refusable(KeyHolder? holder, IPAddress? address) =>
        holder is not null ? Name(holder.Partner.Id) : IsExempt(address) ? null : Network(address);

    /// <summary>Whether the gate has turned away so many of their requests that it looks at no further one for now.</summary>
    /// <param name="who">See <see cref="Refusable"/>.</param>
    public bool IsWornOut(string who) => _refusals.GetStatistics(who) is { CurrentAvailablePermits: <= 0 };

    /// <summary>Counts a request that the gate turned away.</summary>
    /// <param name="who">See <see cref="Refusable"/>.</param>
    public void Refused(string who) => _refusals.AttemptAcquire(who).Dispose();

    /// <summary>What the caller has left: the value of <c>RateLimit</c>.</summary>
    public string LeftOf(string who) => $"{Left("requests", _requests, who, _numbers.Requests)}, {Left("writes", _writes, who, _numbers.Writes)}";

    public void Dispose()
    {
        _requests.Dispose();
        _writes.Dispose();
        _inFlight.Dispose();
        _handshakes.Dispose();
        _connections.Dispose();
        _refusals.Dispose();
    }

    private static PartitionedRateLimiter<string> InTurns(int permits, int waiting) => PartitionedRateLimiter.Create<string, string>(
        who => RateLimitPartition.GetConcurrencyLimiter(
            who, _ => new() { PermitLimit = permits, QueueLimit = waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst }),
        StringComparer.Ordinal);

    private static int AtOnce(int perSecond) => perSecond * LimitNumbers.WindowSeconds;

    private static PartitionedRateLimiter<string> Bucket(int perSecond)
    {
        var together = Math.Max(1, perSecond / PeriodsPerSecond);
        return PartitionedRateLimiter.Create<string, string>(
            who => RateLimitPartition.GetTokenBucketLimiter(who, _ => new()
            {
                TokenLimit = AtOnce(perSecond),
                TokensPerPeriod = together,
                ReplenishmentPeriod = TimeSpan.FromSeconds((double)together / perSecond),
                QueueLimit = 0,
            }),
            StringComparer.Ordinal);
    }

    private static string Left(string name, PartitionedRateLimiter<string> limiter, string who, int perSecond)
    {
        var left = limiter.GetStatistics(who)?.CurrentAvailablePermits ?? AtOnce(perSecond);
        var full = Math.Ceiling((AtOnce(perSecond) - left) / (double)perSecond);
        return string.Create(CultureInfo.InvariantCulture, $"\"{name}\";r={left};t={full}");
    }

    private bool IsExempt(IPAddress? address) => Plain(address) is { } plain && _exempt.Contains(plain);

    private static string Name(PartnerId partner) => partner.Value.ToString("N");

    private static string Network(IPAddress? address)
    {
        var plain = Plain(address);
        return plain?.AddressFamily is AddressFamily.InterNetworkV6 ? Convert.ToHexString(plain.GetAddressBytes().AsSpan(0, NetworkBytes)) : plain?.ToString() ?? "";
    }

    private static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}
