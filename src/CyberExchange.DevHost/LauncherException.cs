namespace CyberExchange.DevHost;

/// <summary>The instance cannot be run; the message says why to a person.</summary>
public sealed class LauncherException(string message) : Exception(message);
