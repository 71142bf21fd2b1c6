using System.Net;

namespace CyberExchange.Cli;

/// <summary>Tries again while the exchange is busy or absent, within a limit, and waits as long as it asks to.</summary>
/// <remarks>Every request is safe to repeat: reads change nothing, and a write carries the same idempotency key each time.</remarks>
public sealed class RetryPolicy(TimeSpan limit, TimeProvider clock)
{
    /// <summary>An attempt that has no answer by then is given up; documents of 16 MiB over slow lines fit.</summary>
    public static readonly TimeSpan AttemptMax = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(5);

    /// <summary>The last answer, which may still say that the exchange is busy.</summary>
    /// <param name="send">One attempt, with a request and content of its own.</param>
    /// <exception cref="HttpRequestException">The last attempt had no answer.</exception>
    /// <exception cref="TimeoutException">The last attempt took too long.</exception>
    public async Task<HttpResponseMessage> RunAsync(Func<CancellationToken, Task<HttpResponseMessage>> send, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            var last = clock.GetElapsedTime(started) >= limit;
            TimeSpan wait;
            try
            {
                var response = await AttemptAsync(send, ct);
                if (!IsBusy(response) || last)
                {
                    return response;
                }

                wait = AskedWait(response) ?? BackOff(attempt);
                if (clock.GetElapsedTime(started) + wait > limit)
                {
                    return response;
                }

                response.Dispose();
            }
            catch (Exception e) when (!last && IsTransient(e))
            {
                wait = BackOff(attempt);
            }

            await Task.Delay(wait, clock, ct);
        }
    }

    /// <summary>Whether the same request may do better a moment later; a certificate that is not trusted will not.</summary>
    public static bool IsTransient(Exception e) => e switch
    {
        HttpRequestException http => http.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.ResponseEnded
            or HttpRequestError.HttpProtocolError or HttpRequestError.Unknown,
        HttpIOException or IOException or TimeoutException => true,
        _ => false,
    };

    /// <summary>The wait before attempt <paramref name="attempt"/> + 1: doubled each time, with a random part so that clients spread out.</summary>
    public static TimeSpan BackOff(int attempt)
    {
        var doubled = FirstWait * Math.Pow(2, Math.Min(attempt, 10));
        return (doubled < WaitMax ? doubled : WaitMax) * (0.75 + (Random.Shared.NextDouble() / 4));
    }

    private async Task<HttpResponseMessage> AttemptAsync(Func<CancellationToken, Task<HttpResponseMessage>> send, CancellationToken ct)
    {
        using var attempt = new CancellationTokenSource(AttemptMax, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(attempt.Token, ct);
        try
        {
            return await send(either.Token);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {AttemptMax.TotalSeconds:0} s", e);
        }
    }

    private static bool IsBusy(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests;

    private TimeSpan? AskedWait(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date - clock.GetUtcNow() is var until && until > TimeSpan.Zero => until,
        _ => null,
    };
}
