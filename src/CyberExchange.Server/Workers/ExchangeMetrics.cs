using System.Diagnostics.Metrics;
using CyberExchange.EventStore;
using CyberExchange.Views.Projections;

namespace CyberExchange.Server.Workers;

/// <summary>How the views and the log of this node stand, for whoever listens to the meter <see cref="MeterName"/>.</summary>
/// <remarks>Every measurement of a view has the tag <c>view</c>. Its rate is the growth of the counter of applied events.</remarks>
internal sealed class ExchangeMetrics : IDisposable
{
    public const string MeterName = "CyberExchange";

    private readonly Meter _meter = new(MeterName);
    private readonly ViewRunners _views;

    public ExchangeMetrics(ViewRunners views, EventLog log)
    {
        _views = views;
        _meter.CreateObservableGauge("cyberexchange.log.queued", () => log.QueuedAppends, "{append}", "Appends that wait in this node");
        _meter.CreateObservableGauge("cyberexchange.view.lag", () => Each(v => v.LagEvents), "{event}", "Events of the log that are not in the view");
        _meter.CreateObservableGauge(
            "cyberexchange.view.lag.time", () => Some(v => v.LagEvents == 0 ? 0 : v.Age?.TotalSeconds), "s", "For how long the log has held more than the view");
        _meter.CreateObservableCounter("cyberexchange.view.applied", () => Each(v => v.Applied), "{event}", "Events that this node applied to the view");
        _meter.CreateObservableCounter("cyberexchange.view.errors", () => Each(v => v.Errors), "{error}", "How often something kept this node from advancing the view");
        _meter.CreateObservableGauge("cyberexchange.view.held", () => Each(v => v.Holds ? 1 : 0), description: "1 on the node that writes the view");
        _meter.CreateObservableGauge(
            "cyberexchange.view.stopped", () => Each(v => v.Health is ProjectionHealth.Stopped ? 1 : 0), description: "1 where the view stands before an event");
        _meter.CreateObservableGauge("cyberexchange.view.rebuild.progress", () => Some(v => v.RebuildProgress), "1", "How far the rebuild is that this node does");
    }

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> Each(Func<ProjectionRunner, long> measure) => _views.All.Select(view => new Measurement<long>(measure(view), Tag(view)));

    private IEnumerable<Measurement<double>> Some(Func<ProjectionRunner, double?> measure) =>
        from view in _views.All
        let value = measure(view)
        where value is not null
        select new Measurement<double>(value.Value, Tag(view));

    private static KeyValuePair<string, object?> Tag(ProjectionRunner view) => new("view", view.View);
}
