using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace CyberExchange.Server.Workers;

/// <summary>Sends metrics by OTLP to where the operator's environment says; where it says nothing, this does not run.</summary>
/// <remarks>The exporter reads the standard variables by itself: <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, <c>_PROTOCOL</c>, <c>_HEADERS</c>,
/// <c>OTEL_METRIC_EXPORT_INTERVAL</c> and <c>OTEL_SERVICE_NAME</c>.</remarks>
internal sealed class MetricsWorker : BackgroundService
{
    private const string ServiceName = "cyberexchange";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var provider = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService(ServiceName).AddEnvironmentVariableDetector())
            .AddMeter(ExchangeMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
            .AddOtlpExporter()
            .Build();
        await Task.Delay(Timeout.Infinite, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // What is left is sent by the disposal.
    }
}
