using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CyberExchange.Contracts.Duties;

namespace CyberExchange.Cli.Duties;

/// <summary><c>cyx duty rulebook</c>: the versions on the exchange.</summary>
public static class RulebookCommands
{
    public const string Path = "/v1/rulebooks";

    public static CommandGroup Group(CyxContext context) => new(
        "rulebook",
        "The versions of the rulebook on the exchange: read and compared by partners, proposed and approved by two members of the steward.",
        [
            "cyx --as grid-jp duty rulebook history",
            "cyx --as grid-jp duty rulebook changes 2026-12-01.1",
            "cyx --as steward duty rulebook propose new.json",
            "cyx --as steward-2 duty rulebook approve DIGEST",
        ],
        [
            new ShowRulebook(context), new ListRulebooks(context), new ShowRulebookChanges(context),
            new ProposeRulebook(context), new DecideRulebook(context, "approve"), new DecideRulebook(context, "reject"),
        ]);

    public static string Of(string version) => $"{Path}/{Uri.EscapeDataString(version)}";
}

/// <summary>Writes the document of a version.</summary>
public sealed class ShowRulebook : CyxCommand
{
    private readonly Argument<string?> _version = new("VERSION") { Description = "Left out, the one in force.", Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = _ => null };

    public ShowRulebook(CyxContext context)
        : base(context, "show", "Write the document of a version as JSON.",
            ["cyx --as grid-jp duty rulebook show > rulebook.json"]) => Add(_version);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var version = session.Value(_version) ?? (await session.Exchange.GetAsync<RulebooksDocument>(RulebookCommands.Path, ct)).InForce.Id;
        await session.Surroundings.OutputBytes.WriteAsync(await session.Exchange.GetBytesAsync(RulebookCommands.Of(version), ct), ct);
        return ExitCode.Done;
    }
}

/// <summary>Lists what became of each version.</summary>
public sealed class ListRulebooks : CyxCommand
{
    public ListRulebooks(CyxContext context)
        : base(context, "history", "Show which version is in force, which awaits a second member, and how it came about.",
            ["cyx --as steward duty rulebook history"])
    {
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        session.Output.One(await session.Exchange.GetAsync<RulebooksDocument>(RulebookCommands.Path, ct), Fields);
        return ExitCode.Done;
    }

    private static IEnumerable<(string Label, string? Value)> Fields(RulebooksDocument rulebooks) =>
    [
        ("in force", $"{rulebooks.InForce.Id}, digest {rulebooks.InForce.Digest}{(rulebooks.InForce == rulebooks.Shipped ? ", which came with the program" : "")}"),
        ("proposed", rulebooks.Proposed is { } proposed ? $"{proposed.Id}, digest {proposed.Digest}" : null),
        ("history", rulebooks.History.Count == 0 ? null : string.Join('\n', rulebooks.History.Select(Line))),
    ];

    private static string Line(RulebookStep step) =>
        $"{step.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture)}  {step.Rulebook.Id} {step.Step}{(step.By is { } by ? $" by {by:D}" : "")}";
}

/// <summary>Says what a version changes.</summary>
public sealed class ShowRulebookChanges : CyxCommand
{
    private readonly Argument<string> _version = new("VERSION") { Description = "A version that is proposed, or was adopted." };

    public ShowRulebookChanges(CyxContext context)
        : base(context, "changes", "Say what a version changes, and which open incidents of yours come out differently under it.",
            ["cyx --as grid-jp duty rulebook changes 2026-12-01.1"]) => Add(_version);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var path = $"{RulebookCommands.Of(session.Value(_version))}/diff";
        var told = false;
        for (Guid? after = null; !told || after is not null;)
        {
            var diff = await session.Exchange.GetAsync<RulebookDiffDocument>(Query.Add(path, ("after", after?.ToString("D"))), ct);
            Tell(session, diff, told);
            (told, after) = (true, diff.Next);
        }

        return ExitCode.Done;
    }

    private static void Tell(CyxSession session, RulebookDiffDocument diff, bool told)
    {
        if (session.Output.Json)
        {
            session.Output.JsonLine(diff);
            return;
        }

        foreach (var sentence in told ? [] : diff.Changes.SelectMany(change => change.Sentences))
        {
            session.Output.Line(sentence);
        }

        foreach (var incident in diff.Incidents)
        {
            session.Output.Line($"your incident {incident.Incident:D}: {string.Join(", ", incident.Obligations)}");
        }
    }
}

/// <summary>Proposes a version from a file.</summary>
public sealed class ProposeRulebook : CyxCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "The rulebook, JSON; - for standard input." };

    public ProposeRulebook(CyxContext context)
        : base(context, "propose", "Propose a version; it takes force when another member of the steward approves it. Every fault is told.",
            ["cyx --as steward duty rulebook propose new.json"]) => Add(_file);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var path = session.Value(_file);
        var bytes = await session.ReadFileAsync(path, ct);
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(bytes);
        }
        catch (JsonException e)
        {
            throw new CyxFailure(ExitCode.Usage, $"{path} is not JSON: {e.Message}", e);
        }

        using (document)
        {
            var receipt = await session.Exchange.WriteAsync<RulebookReceipt>(
                new(HttpMethod.Post, RulebookCommands.Path + "/proposal", ExchangeWrite.Json(new ProposeRulebookRequest(document.RootElement))), ct);
            session.Output.One(receipt, $"proposed; another member of the steward approves it with: cyx duty rulebook approve {receipt.Digest}");
        }

        return ExitCode.Done;
    }
}

/// <summary>Approves or turns down the version that was proposed.</summary>
public sealed class DecideRulebook : CyxCommand
{
    private const string Approve = "approve";

    private readonly Argument<string> _digest = new("DIGEST") { Description = "Of the version that you have read, from: cyx duty rulebook history." };
    private readonly bool _approves;

    public DecideRulebook(CyxContext context, string word)
        : base(
            context,
            word,
            word == Approve ? "Let the proposed version take force, as another member than proposed it." : "Turn the proposed version down.",
            [$"cyx --as steward-2 duty rulebook {word} 5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"])
    {
        _approves = word == Approve;
        Add(_digest);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var receipt = await session.Exchange.WriteAsync<RulebookReceipt>(
            new(HttpMethod.Post, RulebookCommands.Path + (_approves ? "/approval" : "/rejection"), ExchangeWrite.Json(new DecideRulebookRequest(session.Value(_digest)))), ct);
        session.Output.One(receipt, _approves ? "open files are computed with it from now on" : "turned down");
        return ExitCode.Done;
    }
}
