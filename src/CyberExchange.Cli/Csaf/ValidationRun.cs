using System.Runtime.CompilerServices;
using CyberExchange.Interop.Csaf;
using CyberExchange.Interop.Csaf.Validation;

namespace CyberExchange.Cli.Csaf;

/// <summary>A file to validate.</summary>
/// <param name="Path">As it is told of: from the path that was named.</param>
/// <param name="IsNamed">Whether somebody named it, and it was not merely found below a folder.</param>
public sealed record ValidationFile(string Path, string FullPath, bool IsNamed);

/// <summary>Validates files side by side and gives the answers in the order of the files, each as soon as those before it are there.</summary>
public sealed class ValidationRun(CsafValidationOptions options)
{
    /// <summary>How many documents are in work at a time.</summary>
    /// <remarks>One core has one; as many again wait for their turn, so that a large one holds up no core.</remarks>
    public int InWorkMax { get; init; } = 2 * Environment.ProcessorCount;

    /// <summary>The files that are named, and those below the folders that are: all with the ending `.json`.</summary>
    /// <remarks>A path that is not there stays in the list, so that the others are validated and it is reported.</remarks>
    public static IReadOnlyList<ValidationFile> Find(IEnumerable<string> paths, Func<string, string> fullPath) =>
        [.. paths.SelectMany(path => Below(path, fullPath(path))).DistinctBy(file => file.FullPath, StringComparer.Ordinal)];

    public async IAsyncEnumerable<ValidationLine> RunAsync(IEnumerable<ValidationFile> files, [EnumeratorCancellation] CancellationToken ct)
    {
        var inWork = new Queue<Task<ValidationLine>>();
        foreach (var file in files)
        {
            inWork.Enqueue(Task.Run(() => Validate(file), ct));
            if (inWork.Count == InWorkMax)
            {
                yield return await inWork.Dequeue();
            }
        }

        while (inWork.TryDequeue(out var next))
        {
            yield return await next;
        }
    }

    private ValidationLine Validate(ValidationFile file)
    {
        try
        {
            // A larger one is refused before it is read.
            var length = new FileInfo(file.FullPath).Length;
            return length > CsafLimits.DocumentBytesMax
                ? ValidationLine.Unreadable(file.Path, $"A document may have {CsafLimits.DocumentBytesMax} bytes; this one has {length}.")
                : ValidationLine.Of(file.Path, CsafValidator.Validate(File.ReadAllBytes(file.FullPath), options));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ValidationLine.Unreadable(file.Path, e.Message);
        }
    }

    private static IEnumerable<ValidationFile> Below(string path, string fullPath) => Directory.Exists(fullPath)
        ? NamedFiles.Below(fullPath, ".json").Select(file => new ValidationFile(Path.Join(path, Path.GetRelativePath(fullPath, file)), file, IsNamed: false))
        : [new(path, fullPath, IsNamed: true)];
}
