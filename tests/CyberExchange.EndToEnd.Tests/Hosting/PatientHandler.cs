using System.Net;

namespace CyberExchange.EndToEnd.Tests.Hosting;

/// <summary>Sends a request again while the answer is 503: on a busy machine the views may be behind for a moment.</summary>
internal sealed class PatientHandler : DelegatingHandler
{
    // No assert depends on it: it only ends a run that hangs.
    private const int AttemptsMax = 60;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (answer.StatusCode is not HttpStatusCode.ServiceUnavailable || attempt == AttemptsMax)
            {
                return answer;
            }

            answer.Dispose();
            await Task.Delay(Pause, cancellationToken);
        }
    }
}
