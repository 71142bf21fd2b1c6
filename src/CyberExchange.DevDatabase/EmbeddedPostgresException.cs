namespace CyberExchange.DevDatabase;

/// <summary>The embedded PostgreSQL cannot be had; the message tells a person what is in the way and what to do.</summary>
public sealed class EmbeddedPostgresException : Exception
{
    public EmbeddedPostgresException(string message)
        : base(message)
    {
    }

    public EmbeddedPostgresException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
