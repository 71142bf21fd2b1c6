using CyberExchange.Testing.Databases;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>Tests that each have a log of their own, with the views of it.</summary>
public abstract class InViewWorld : IAsyncLifetime
{
    private ViewWorld? _world;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected MigratedDatabase Database { get; } = new();

    protected ViewWorld World => _world ?? throw new InvalidOperationException("The world is there only while a test runs.");

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        _world = new ViewWorld(Database);
    }

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
