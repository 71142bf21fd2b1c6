using System.Globalization;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Released;

namespace CyberExchange.EndToEnd.Tests.NonInterference;

/// <summary>One of two exchanges to which the same is done at the same time: what both have has the same ids and instants.</summary>
internal sealed class Twin : IAsyncDisposable
{
    private const string KeyHeader = "Idempotency-Key";

    private readonly StandingClock _clock;
    private readonly DateTimeOffset _start;
    private string _step = "";
    private int _writes;

    private Twin(byte[] key, DateTimeOffset start)
    {
        (_start, _clock) = (start, new(start));
        Exchange = new() { Key = key, Clock = _clock, Around = connection => new Between(this, connection) };
    }

    public RunningExchange Exchange { get; }

    public WorldOverTls World { get; private set; } = null!; // Made once the exchange runs.

    public HttpClient Public { get; private set; } = null!; // The same.

    /// <summary>What is done to an answer before the client has it; null for nothing.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage, Task>? Leak { get; set; }

    public static async Task<Twin> StartAsync(byte[] key, DateTimeOffset start)
    {
        var twin = new Twin(key, start);
        await RunningExchange.StartEmptyAsync(twin.Exchange);
        twin.World = new(twin.Exchange) { IsAdvisory = (by, id) => by.Handle.StartsWith("cert", StringComparison.Ordinal) && id.Value.ToByteArray()[0] % 2 == 0 };
        twin.Public = twin.Exchange.With(certificate: null, patient: true);
        return twin;
    }

    /// <summary>Sets the clock, and names what comes: writes under one name have the same idempotency keys in both exchanges, from which ids follow.</summary>
    public void Begin(string step, double seconds)
    {
        _clock.Set(_start.AddSeconds(seconds));
        (_step, _writes) = (step, 0);
    }

    public ValueTask DisposeAsync() => Exchange.DisposeAsync();

    private string NextKey() => string.Create(CultureInfo.InvariantCulture, $"{_step}-{++_writes}");

    /// <summary>A clock that stands until it is set. Whoever waits does so by the system's.</summary>
    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        private long _ticks = now.UtcTicks;

        public void Set(DateTimeOffset now) => Volatile.Write(ref _ticks, now.UtcTicks);

        public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);
    }

    private sealed class Between(Twin twin, HttpMessageHandler connection) : DelegatingHandler(connection)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // The tests' own requests make random keys, which are ids.
            if (request.Headers.TryGetValues(KeyHeader, out var given) && Guid.TryParse(given.Single(), out _))
            {
                request.Headers.Remove(KeyHeader);
                request.Headers.Add(KeyHeader, twin.NextKey());
            }

            var answer = await base.SendAsync(request, cancellationToken);
            if (twin.Leak is { } leak)
            {
                await leak(request, answer);
            }

            return answer;
        }
    }
}
