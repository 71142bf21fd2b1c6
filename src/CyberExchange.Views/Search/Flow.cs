using System.Text;

namespace CyberExchange.Views.Search;

/// <summary>Text as phrases are looked for in it: the runs of each part between single spaces, each part on a line of its own.</summary>
internal static class Flow
{
    public static string Of(string text)
    {
        var flow = new StringBuilder();
        Append(flow, Runs.Of(text));
        return flow.ToString();
    }

    public static void Append(StringBuilder flow, IEnumerable<Run> runs)
    {
        flow.Append(' ');
        foreach (var run in runs)
        {
            flow.Append(run.Text).Append(' ');
        }

        flow.Append('\n');
    }

    /// <summary>What a flow holds where these runs stand in a row. At either end a run without spaces may be part of a longer one.</summary>
    public static string Needle(IReadOnlyList<Run> runs)
    {
        var inner = string.Join(' ', runs.Select(run => run.Text));
        return $"{(runs[0].Kind is RunKind.Spaced ? " " : "")}{inner}{(runs[^1].Kind is RunKind.Spaced ? " " : "")}";
    }
}
