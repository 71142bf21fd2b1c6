namespace CyberExchange.Storage;

/// <summary>The database and the program disagree about the schema, and going on would harm one of them.</summary>
/// <remarks>Either an applied script has changed since, or the database was migrated by a newer program.</remarks>
public sealed class SchemaMismatchException(string message) : Exception(message);
