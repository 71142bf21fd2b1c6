using CyberExchange.Server.Sealing;

namespace CyberExchange.Server.Startup;

/// <summary>The file of the instance's key: exactly 32 bytes, as they are.</summary>
public static class InstanceKeyFile
{
    /// <exception cref="StartupException">The file is missing or has another length.</exception>
    public static InstanceKey Read(string secretsFolder)
    {
        var file = Path.Combine(secretsFolder, InstanceKey.FileName);
        try
        {
            var bytes = File.ReadAllBytes(file);
            return bytes.Length == InstanceKey.KeyBytes
                ? new InstanceKey(bytes)
                : throw new StartupException($"{file} has {bytes.Length} bytes; the instance's key has {InstanceKey.KeyBytes}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{file} cannot be read; put {InstanceKey.KeyBytes} random bytes there that only the server can read.", e);
        }
    }
}
