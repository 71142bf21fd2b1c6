namespace CyberExchange.DevDatabase;

/// <summary>The right to use an instance folder, held by one process at a time.</summary>
/// <remarks>An advisory flock, which the kernel gives back however its holder ends.</remarks>
internal static class InstanceLock
{
    // The threads of a killed process may hold its lock for about a tenth of a second after it is gone.
    private const int Attempts = 30;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(100);

    /// <exception cref="EmbeddedPostgresException">Another process holds the folder.</exception>
    public static async Task<FileStream> TakeAsync(string instanceFolder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(instanceFolder, "lock");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < Attempts)
            {
                await Task.Delay(BetweenAttempts, cancellationToken);
            }
            catch (IOException e)
            {
                throw new EmbeddedPostgresException($"another process uses the embedded PostgreSQL of {instanceFolder}", e);
            }
        }
    }
}
