using CyberExchange.Storage;

namespace CyberExchange.Testing.Databases;

/// <summary>A database with the whole schema and no rows of its own.</summary>
public sealed class MigratedDatabase() : TestDatabase(Template)
{
    private static readonly DatabaseTemplate Template = new("template_migrated", Migrator.MigrateAsync);
}
