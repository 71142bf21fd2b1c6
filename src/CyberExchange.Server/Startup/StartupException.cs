namespace CyberExchange.Server.Startup;

/// <summary>The server cannot start, for a reason that its operator can mend; the message is one line.</summary>
public sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);
