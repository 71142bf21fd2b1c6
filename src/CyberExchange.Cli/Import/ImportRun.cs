namespace CyberExchange.Cli.Import;

/// <summary>Imports pieces side by side, until one fails in a way that the others would share.</summary>
/// <param name="onLine">Told of each document as it ends, one at a time and in no particular order.</param>
public sealed class ImportRun(Action<ImportLine> onLine)
{
    /// <summary>Enough to keep the exchange busy with one commit after another, and few enough to leave it room for others.</summary>
    public const int ParallelismMax = 8;

    private readonly Lock _gate = new();
    private CyxFailure? _cut;

    /// <summary>The failure that cut the run short; null for none. What is on its way then comes to its end, and nothing new is begun.</summary>
    public CyxFailure? Cut => Volatile.Read(ref _cut);

    public void Add(ImportLine line)
    {
        lock (_gate)
        {
            onLine(line);
        }
    }

    /// <summary>Imports every piece; one that finds the run cut short says so of its documents.</summary>
    public Task RunAsync<T>(IAsyncEnumerable<T> pieces, Func<T, CancellationToken, Task> import, CancellationToken ct) => Parallel.ForEachAsync(
        pieces,
        new ParallelOptions { MaxDegreeOfParallelism = ParallelismMax, CancellationToken = ct },
        async (piece, pieceCt) =>
        {
            try
            {
                await import(piece, pieceCt);
            }
            catch (CyxFailure failure)
            {
                CutBy(failure);
            }
        });

    /// <summary>Ends the run; of several failures the first one counts.</summary>
    public void CutBy(CyxFailure failure) => Interlocked.CompareExchange(ref _cut, failure, null);
}
