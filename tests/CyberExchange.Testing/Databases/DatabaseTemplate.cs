namespace CyberExchange.Testing.Databases;

/// <summary>A database that is built once in a test process and then copied for every class that asks.</summary>
/// <param name="DatabaseName">Its name on the server: lower case, no quotes needed.</param>
/// <param name="BuildAsync">Fills the new, empty database that the connection string names.</param>
public sealed record DatabaseTemplate(string DatabaseName, Func<string, CancellationToken, Task> BuildAsync)
{
    /// <summary>No table at all.</summary>
    public static DatabaseTemplate Empty { get; } = new("template_empty", static (_, _) => Task.CompletedTask);
}
