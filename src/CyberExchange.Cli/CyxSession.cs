using System.CommandLine;

namespace CyberExchange.Cli;

/// <summary>One run of one command: its arguments, its output and its way to the exchange.</summary>
public sealed class CyxSession : IDisposable
{
    private readonly ParseResult _parsed;
    private ExchangeClient? _exchange;

    public CyxSession(CyxContext context, ParseResult parsed)
    {
        _parsed = parsed;
        Surroundings = context.Surroundings;
        Settings = context.Globals.Settings(parsed, Surroundings);
        Output = new CyxOutput(Surroundings, context.Globals.Json(parsed));
    }

    public Surroundings Surroundings { get; }

    public CyxSettings Settings { get; }

    public CyxOutput Output { get; }

    /// <summary>Made at first use, so that offline commands need no certificate.</summary>
    /// <exception cref="CyxFailure">The certificate or the anchor cannot be used.</exception>
    public ExchangeClient Exchange => _exchange ??= ExchangeClient.Open(Settings, Surroundings.Clock);

    public T Value<T>(Argument<T> argument) => _parsed.GetRequiredValue(argument);

    /// <summary>The values of a list, which may be none.</summary>
    public T[] Value<T>(Argument<T[]> argument) => _parsed.GetValue(argument) ?? [];

    public T? Value<T>(Option<T> option) => _parsed.GetValue(option);

    /// <summary>The bytes of a file, or of standard input for <c>-</c>.</summary>
    /// <exception cref="CyxFailure">The file cannot be read.</exception>
    public async Task<byte[]> ReadFileAsync(string path, CancellationToken ct)
    {
        try
        {
            if (path != "-")
            {
                return await File.ReadAllBytesAsync(Surroundings.FullPath(path), ct);
            }

            using var bytes = new MemoryStream();
            await Surroundings.Input.CopyToAsync(bytes, ct);
            return bytes.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CyxFailure(ExitCode.Usage, $"cannot read {path}: {e.Message}", e);
        }
    }

    /// <summary>A file, or standard input for <c>-</c>, to be read piece by piece.</summary>
    /// <exception cref="CyxFailure">The file cannot be opened.</exception>
    public Stream OpenFile(string path)
    {
        try
        {
            return path == "-" ? Surroundings.Input : File.OpenRead(Surroundings.FullPath(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CyxFailure(ExitCode.Usage, $"cannot read {path}: {e.Message}", e);
        }
    }

    public void Dispose() => _exchange?.Dispose();
}
