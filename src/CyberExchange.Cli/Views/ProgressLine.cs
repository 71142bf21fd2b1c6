namespace CyberExchange.Cli.Views;

/// <summary>One line on standard error that is written over while somebody watches, and written once for each change where nobody does.</summary>
public sealed class ProgressLine(Surroundings surroundings) : IDisposable
{
    private const string ToStart = "\r\e[2K"; // Erase in line: EL of ECMA-48.

    private string _shown = "";

    /// <summary>Shows the present state.</summary>
    public void Show(string text)
    {
        var line = SafeText.OneLine(text);
        if (string.Equals(line, _shown, StringComparison.Ordinal))
        {
            return;
        }

        if (surroundings.ErrorIsTerminal)
        {
            surroundings.Error.Write(ToStart + line);
        }
        else
        {
            surroundings.Error.WriteLine(line);
        }

        _shown = line;
    }

    /// <summary>Leaves the last state standing, and what follows begins on a line of its own.</summary>
    public void End()
    {
        if (_shown.Length > 0 && surroundings.ErrorIsTerminal)
        {
            surroundings.Error.WriteLine();
        }

        _shown = "";
    }

    public void Dispose() => End();
}
