using CyberExchange.Server.Gate;
using CyberExchange.Storage;
using CyberExchange.Storage.Audit;

namespace CyberExchange.Server.Workers;

/// <summary>Writes down what the gate decided, every second and once more when the server stops, and deletes audit rows that are older than they shall be.</summary>
internal sealed class AuditWorker(
    GateDecisions decisions, AuditDecisionTable table, ExchangeDatabase database, ServerOptions options, TimeProvider clock, ILogger<AuditWorker> logger) : BackgroundService
{
    private static readonly TimeSpan WriteEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(1);

    /// <summary>Rows of each table that go in one transaction.</summary>
    private const int ForgottenMax = 10_000;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await RoundAsync(() => WriteAsync(all: true, cancellationToken), cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var forgotAt = DateTimeOffset.MinValue;
        using var timer = new PeriodicTimer(WriteEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await RoundAsync(() => WriteAsync(all: false, stoppingToken), stoppingToken);
            if (clock.GetUtcNow() - forgotAt >= ForgetEvery)
            {
                forgotAt = clock.GetUtcNow();
                await RoundAsync(() => ForgetAsync(stoppingToken), stoppingToken);
            }
        }
    }

    private async Task WriteAsync(bool all, CancellationToken ct)
    {
        var due = decisions.Counts.DueAt(clock.GetUtcNow(), all);
        if (due.Count > 0)
        {
            await table.AddAsync([.. due.Select(d => d.Row)], ct);
            DecisionCounts.Written(due, clock.GetUtcNow());
        }
    }

    private async Task ForgetAsync(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - TimeSpan.FromDays(options.AuditDays);
        while (await AuditRows.ForgetAsync(database.Service, before, ForgottenMax, ct) >= ForgottenMax)
        {
            // There may be more.
        }
    }

    private async Task RoundAsync(Func<Task> round, CancellationToken ct)
    {
        try
        {
            await round();
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            WorkersLog.AuditRoundFailed(logger, e);
        }
    }
}
