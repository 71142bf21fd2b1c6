namespace CyberExchange.DevDatabase;

/// <summary>The right to use an instance, held by one process at a time.</summary>
/// <remarks>Advisory flocks, which the kernel gives back however their holder ends.</remarks>
internal sealed class InstanceLock : IAsyncDisposable
{
    // The threads of a killed process may hold its lock for about a tenth of a second after it is gone.
    private const int Attempts = 30;

    // EWOULDBLOCK of Linux and of macOS, by which .NET tells a file that is locked from one that cannot be opened.
    private const int HeldOnLinux = 11;
    private const int HeldOnMacOS = 35;

    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(100);

    private readonly List<FileStream> _files = [];

    private InstanceLock()
    {
    }

    /// <exception cref="EmbeddedPostgresException">Another process holds the folder, or we may not write there.</exception>
    public static async Task<InstanceLock> TakeAsync(string instanceFolder, CancellationToken cancellationToken)
    {
        var taken = new InstanceLock();
        await taken.AddAsync(Path.Combine(instanceFolder, "lock"), cancellationToken);
        return taken;
    }

    /// <summary>Takes the lock beside data that lies elsewhere, which outlives a move of the instance folder.</summary>
    /// <exception cref="EmbeddedPostgresException">Another process holds the data, or we may not write there.</exception>
    public Task AddDataAsync(string dataFolder, CancellationToken cancellationToken) => AddAsync(FileBeside(dataFolder), cancellationToken);

    public static string FileBeside(string dataFolder) => dataFolder + ".lock";

    public async ValueTask DisposeAsync()
    {
        foreach (var file in _files)
        {
            await file.DisposeAsync();
        }
    }

    private async Task AddAsync(string path, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                _files.Add(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
                return;
            }
            catch (IOException e) when (e.HResult is HeldOnLinux or HeldOnMacOS)
            {
                if (attempt == Attempts)
                {
                    throw new EmbeddedPostgresException($"another process uses this instance: it holds {path}", e);
                }

                await Task.Delay(BetweenAttempts, cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new EmbeddedPostgresException($"{path} cannot be opened: {e.Message}", e);
            }
        }
    }
}
