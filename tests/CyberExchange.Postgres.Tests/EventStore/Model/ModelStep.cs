using CyberExchange.EventStore;

namespace CyberExchange.Postgres.Tests.EventStore.Model;

/// <summary>Something that a log is asked to do, or that happens to it. Numbers are small, so that steps meet each other.</summary>
internal abstract record ModelStep
{
    /// <summary>Does it to the log and to the reference.</summary>
    /// <returns>What the log answered, and what it should have.</returns>
    public abstract Task<(string Answered, string Expected)> RunAsync(ModelRun run);

    /// <summary>Simpler steps of the kind, to find the simplest that still fails.</summary>
    public virtual IEnumerable<ModelStep> Shrink() => [];
}

/// <summary>An append as one caller sends it.</summary>
/// <param name="Expected">-1 any, 0 none, otherwise exactly.</param>
/// <param name="Minute">When it is recorded: a later step may have an earlier one.</param>
internal sealed record AppendOf(int Node, int Stream, int Expected, int Key, int Request, int Events, int Type, bool WithDocument, int Minute)
{
    public IEnumerable<AppendOf> Shrink()
    {
        if (Events > 1)
        {
            yield return this with { Events = 1 };
        }

        if (WithDocument)
        {
            yield return this with { WithDocument = false };
        }

        if (Expected > -1)
        {
            yield return this with { Expected = -1 };
        }

        if (this is not { Node: 0, Type: 0, Minute: 0 })
        {
            yield return this with { Node = 0, Type = 0, Minute = 0 };
        }
    }

    public override string ToString()
    {
        var expected = Expected switch { -1 => "at any version", 0 => "as its first", _ => $"at version {Expected}" };
        return $"{Events} of type {Type} to stream {Stream} {expected}, key {Key} request {Request}, at minute {Minute}"
            + (WithDocument ? ", with a document" : "") + (Node == 0 ? "" : $", on node {Node}");
    }
}

internal sealed record AppendStep(AppendOf Append) : ModelStep
{
    public override async Task<(string Answered, string Expected)> RunAsync(ModelRun run)
    {
        var append = run.Make(Append);
        var answered = await run.Log(Append.Node).AppendAsync(append, run.Ct);
        return (answered.ToString(), run.Expect(reference => reference.Append(append)).ToString());
    }

    public override IEnumerable<ModelStep> Shrink() => Append.Shrink().Select(append => new AppendStep(append));

    public override string ToString() => $"append {Append}";
}

/// <summary>Several callers at once: the log may put them in any order, and must answer as if that had been the order.</summary>
internal sealed record RaceStep(IReadOnlyList<AppendOf> Appends) : ModelStep
{
    public override async Task<(string Answered, string Expected)> RunAsync(ModelRun run)
    {
        var appends = Appends.Select(run.Make).ToList();
        var answers = await Task.WhenAll(appends.Zip(Appends, (append, of) => run.Log(of.Node).AppendAsync(append, run.Ct)));
        var answered = string.Join("; ", answers.Select(answer => answer.ToString()));
        var possible = new List<string>();
        foreach (var order in Orders(appends.Count))
        {
            var (after, expected) = InOrder(run.Reference, appends, order);
            if (expected == answered)
            {
                run.Become(after);
                return (answered, expected);
            }

            possible.Add(expected);
        }

        return (answered, string.Join(" -- or: ", possible.Distinct(StringComparer.Ordinal)));
    }

    public override IEnumerable<ModelStep> Shrink() =>
    [
        .. Appends.Select(append => new AppendStep(append)),
        .. Appends.SelectMany((append, at) => append.Shrink().Select(
            simpler => new RaceStep([.. Appends.Select((other, i) => i == at ? simpler : other)]))),
    ];

    public override string ToString() => $"at once: {string.Join("; ", Appends.Select(append => $"append {append}"))}";

    private static (LogReference After, string Answers) InOrder(LogReference reference, List<Append> appends, IReadOnlyList<int> order)
    {
        var answers = new AppendResult[appends.Count];
        foreach (var at in order)
        {
            (reference, answers[at]) = reference.Append(appends[at]);
        }

        return (reference, string.Join("; ", answers.Select(answer => answer.ToString())));
    }

    private static IEnumerable<IReadOnlyList<int>> Orders(int count) => count == 0
        ? [[]]
        : Orders(count - 1).SelectMany(order => Enumerable.Range(0, count).Select(at => (IReadOnlyList<int>)[.. order.Take(at), count - 1, .. order.Skip(at)]));
}

internal sealed record KeepKeyStep(int Node, int Stream, int Version, int Key, int Request) : ModelStep
{
    public override async Task<(string Answered, string Expected)> RunAsync(ModelRun run)
    {
        var (stream, key) = (run.Stream(Stream), run.Key(Key, Request));
        var answered = await run.ReadAsync(() => run.Log(Node).KeepKeyAsync(stream, Version, key, run.Ct));
        return (answered.ToString(), run.Expect(reference => reference.KeepKey(stream, Version, key)).ToString());
    }

    public override string ToString() => $"keep key {Key} request {Request} at version {Version} of stream {Stream}, on node {Node}";
}

internal sealed record FindKeyStep(int Node, int Key) : ModelStep
{
    public override async Task<(string Answered, string Expected)> RunAsync(ModelRun run)
    {
        var key = run.Key(Key, request: 0);
        var found = await run.ReadAsync(() => run.Log(Node).FindKeyAsync(key.Scope, key.Key, run.Ct));
        return ($"{found?.Appended}", $"{run.Reference.FindKey(key.Key)}");
    }

    public override string ToString() => $"find key {Key}, on node {Node}";
}

internal sealed record ReadStreamStep(int Node, int Stream, int FromVersion) : ModelStep
{
    public override async Task<(string Answered, string Expected)> RunAsync(ModelRun run)
    {
        var stored = await run.ReadAsync(() => run.Log(Node).ReadStreamAsync(run.Stream(Stream), FromVersion, run.Ct));
        return (ModelRun.Show(stored), ModelRun.Show(run.Reference.Stream(run.Stream(Stream)).Where(e => e.Version >= FromVersion)));
    }

    public override string ToString() => $"read stream {Stream} from version {FromVersion}, on node {Node}";
}

internal sealed record ReadAsOfVersionStep(int Node, int Stream, int Version) : ModelStep
{
    public override async Task<(string Answered, string Expected)> RunAsync(ModelRun run)
    {
        var stored = await run.ReadAsync(() => run.Log(Node).ReadStreamAsOfAsync(run.Stream(Stream), Version, run.Ct));
        return (ModelRun.Show(stored), ModelRun.Show(run.Reference.Stream(run.Stream(Stream)).Where(e => e.Version <= Version)));
    }

    public override string ToString() => $"read stream {Stream} as of version {Version}, on node {Node}";
}

internal sealed record ReadAsOfInstantStep(int Node, int Stream, int Minute) : ModelStep
{
    public override async Task<(string Answered, string Expected)> RunAsync(ModelRun run)
    {
        var position = await run.ReadAsync(() => run.Log(Node).PositionAtAsync(run.At(Minute), run.Ct));
        var stored = await run.ReadAsync(() => run.Log(Node).ReadStreamAsOfAsync(run.Stream(Stream), run.At(Minute), run.Ct));
        var expected = run.Reference.PositionAt(run.At(Minute));
        return (
            $"{position}\n{ModelRun.Show(stored)}",
            $"{expected}\n{ModelRun.Show(run.Reference.Stream(run.Stream(Stream)).Where(e => e.Position <= expected))}");
    }

    public override string ToString() => $"read stream {Stream} as of minute {Minute}, on node {Node}";
}

/// <param name="Types">A bit for each type that is asked for.</param>
internal sealed record ReadTypesStep(int Node, int Types, int AfterOffset, int BeforeHead, int MaxCount) : ModelStep
{
    public override async Task<(string Answered, string Expected)> RunAsync(ModelRun run)
    {
        List<string> types = [.. Enumerable.Range(0, ModelRun.Types).Where(type => (Types & (1 << type)) != 0).Select(run.Type)];
        var (after, to) = (run.Reference.Start + AfterOffset, run.Reference.Head - BeforeHead);
        var stored = await run.ReadAsync(() => run.Log(Node).ReadTypesAsync(types, after, to, MaxCount, run.Ct));
        var expected = run.Reference.After(after).Where(e => e.Position <= to && types.Contains(e.Type, StringComparer.Ordinal)).Take(MaxCount);
        return (ModelRun.Show(stored), ModelRun.Show(expected));
    }

    public override string ToString() =>
        $"read {MaxCount} of types {Types:b} after position {AfterOffset} up to {BeforeHead} before the head, on node {Node}";
}

internal sealed record TypesStep(int Node) : ModelStep
{
    public override async Task<(string Answered, string Expected)> RunAsync(ModelRun run)
    {
        var types = await run.ReadAsync(() => run.Log(Node).TypesAsync(run.Ct));
        return (
            string.Join(' ', types.Where(type => type.StartsWith(run.Prefix, StringComparison.Ordinal))),
            string.Join(' ', run.Reference.After(0).Select(e => e.Type).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)));
    }

    public override string ToString() => $"list the types, on node {Node}";
}

/// <summary>Makes the partitions and marks that are due.</summary>
internal sealed record UpkeepStep(int Node) : ModelStep
{
    public override async Task<(string Answered, string Expected)> RunAsync(ModelRun run)
    {
        await run.ReadAsync(async () =>
        {
            await run.Upkeep(Node).DoDueAsync(run.Ct);
            return true;
        });
        return ("", "");
    }

    public override string ToString() => $"upkeep by node {Node}";
}

/// <summary>Archives every full range that ends before a position; what is read afterwards must be the same.</summary>
internal sealed record ArchiveStep(int BeforeOffset) : ModelStep
{
    public override async Task<(string Answered, string Expected)> RunAsync(ModelRun run)
    {
        await run.ArchiveAsync(run.Reference.Start + BeforeOffset);
        return ("", "");
    }

    public override string ToString() => $"archive what lies before position {BeforeOffset}";
}

internal sealed record ReadAllStep(int Node, int AfterOffset, int MaxCount) : ModelStep
{
    public override async Task<(string Answered, string Expected)> RunAsync(ModelRun run)
    {
        var after = run.Reference.Start + AfterOffset;
        var stored = await run.ReadAsync(() => run.Log(Node).ReadAllAsync(after, MaxCount, run.Ct));
        return (ModelRun.Show(stored), ModelRun.Show(run.Reference.After(after).Take(MaxCount)));
    }

    public override string ToString() => $"read {MaxCount} after position {AfterOffset}, on node {Node}";
}

internal sealed record ReadDocumentStep(int Node, int Key) : ModelStep
{
    public override async Task<(string Answered, string Expected)> RunAsync(ModelRun run)
    {
        var document = run.Document(Key);
        var stored = await run.ReadAsync(() => run.Log(Node).ReadDocumentAsync(document.Sha512, run.Ct));
        return (Show(stored), Show(run.Reference.Document(document.Sha512)));
    }

    public override string ToString() => $"read the document of key {Key}, on node {Node}";

    private static string Show(byte[]? bytes) => bytes is null ? "none" : Convert.ToHexStringLower(bytes);
}

internal sealed record RestartStep(int Node) : ModelStep
{
    public override async Task<(string Answered, string Expected)> RunAsync(ModelRun run)
    {
        await run.RestartAsync(Node);
        return ("", "");
    }

    public override string ToString() => $"restart node {Node}";
}

/// <summary>The database ends every connection of the node.</summary>
internal sealed record DisconnectStep(int Node) : ModelStep
{
    public override async Task<(string Answered, string Expected)> RunAsync(ModelRun run)
    {
        await run.DisconnectAsync(Node);
        return ("", "");
    }

    public override string ToString() => $"end the connections of node {Node}";
}

internal sealed record RebuildStep : ModelStep
{
    public override async Task<(string Answered, string Expected)> RunAsync(ModelRun run)
    {
        var rows = await ModelView.RebuildAsync(run);
        return (rows, ModelView.Expected(run.Reference));
    }

    public override string ToString() => "rebuild a view";
}
