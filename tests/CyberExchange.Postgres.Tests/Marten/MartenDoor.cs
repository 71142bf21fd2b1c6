using System.Globalization;
using CyberExchange.EventStore;
using CyberExchange.Postgres.Tests.EventStore;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.Marten;

/// <summary>A log, and a login that an administrator has let in by the door for Marten.</summary>
public sealed class MartenDoor : IAsyncLifetime
{
    // Logins belong to the cluster, which other classes use at the same time.
    private readonly string login = $"reader_{Guid.NewGuid():N}";
    private readonly LogDatabase database = new();
    private NpgsqlDataSource? reader;

    public EventLog Log => database.Log;

    /// <summary>Connections of the login.</summary>
    public NpgsqlDataSource Reader => reader ?? throw new InvalidOperationException("The door is open only while the test class runs.");

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        await AsSuperuserAsync($"create role {login} login in role marten_reader");
        reader = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = login });
    }

    public async ValueTask DisposeAsync()
    {
        await Reader.DisposeAsync();
        await AsSuperuserAsync($"drop role {login}");
        await database.DisposeAsync();
    }

    /// <summary>Appends events of one type to a stream; their bodies are <c>{"n":1}</c>, <c>{"n":2}</c> and so on.</summary>
    /// <returns>The events as the log holds them.</returns>
    public async Task<IReadOnlyList<StoredEvent>> AppendAsync(string stream, string type, int count)
    {
        NewEvent[] events = [.. Enumerable.Range(1, count).Select(n => Appends.Event(string.Create(CultureInfo.InvariantCulture, $$"""{"n":{{n}}}"""), type))];
        var appended = Assert.IsType<AppendResult.Appended>(
            await Log.AppendAsync(Appends.To(stream, ExpectedVersion.Any, events), TestContext.Current.CancellationToken));
        return await Log.ReadAllAsync(appended.FirstPosition - 1, count, TestContext.Current.CancellationToken);
    }

    /// <summary>Every row that the statement gives the login, its columns joined by <c>|</c>.</summary>
    public async Task<List<string>> RowsAsync(string sql, params object[] parameters)
    {
        await using var command = Reader.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new() { Value = parameter });
        }

        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var texts = new List<string>();
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
        {
            texts.Add(Line(rows));
        }

        return texts;
    }

    /// <summary>Runs a statement as the login and says how many rows it changed.</summary>
    public async Task<int> RunAsync(string sql, params object[] parameters)
    {
        await using var command = Reader.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new() { Value = parameter });
        }

        return await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public Task<object?> AsSuperuserAsync(string sql) => database.AsSuperuserAsync(sql);

    private static string Line(NpgsqlDataReader row) =>
        string.Join('|', Enumerable.Range(0, row.FieldCount).Select(i => row.IsDBNull(i) ? "null" : Convert.ToString(row.GetValue(i), CultureInfo.InvariantCulture)));
}
