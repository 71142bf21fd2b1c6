namespace CyberExchange.DevDatabase;

/// <summary>What an embedded PostgreSQL is started with.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>Folder that holds the data and the lock. It is made if absent, and has one owner at a time.</summary>
    /// <remarks>Null makes one that is removed once PostgreSQL has ended, even if its owner was killed.</remarks>
    public required string? InstanceFolder { get; init; }

    /// <summary>False lets a power cut lose committed work, for a server that lives as long as a test run.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>Folder with <c>postgres</c> and <c>initdb</c>; null searches as <see cref="PostgresBinaries"/> tells.</summary>
    public string? BinaryFolder { get; init; }

    /// <summary>How long PostgreSQL may take from its start to its first answer.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Settings as in postgresql.conf; they win over the ones chosen here.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Is told, in one line each, what was done that a person may wonder about.</summary>
    public Action<string> Say { get; init; } = static _ => { };
}
