using CyberExchange.Testing.Databases;
using CyberExchange.Testing.Faults;

namespace CyberExchange.Postgres.Tests.EventStore.Faults;

/// <summary>A PostgreSQL of a class's own whose appends can be held.</summary>
public sealed class HoldablePostgres : OwnPostgres
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await HeldAppends.InstallAsync(ConnectionString, CancellationToken.None);
    }
}
