using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using CyberExchange.Cli.Advisories;
using CyberExchange.Cli.Audit;
using CyberExchange.Cli.Csaf;
using CyberExchange.Cli.Dialogue;
using CyberExchange.Cli.Doctor;
using CyberExchange.Cli.Duties;
using CyberExchange.Cli.Export;
using CyberExchange.Cli.Feed;
using CyberExchange.Cli.Import;
using CyberExchange.Cli.Groups;
using CyberExchange.Cli.Identity;
using CyberExchange.Cli.Incidents;
using CyberExchange.Cli.KnownExploited;
using CyberExchange.Cli.Mandates;
using CyberExchange.Cli.Open;
using CyberExchange.Cli.Partners;
using CyberExchange.Cli.Policies;
using CyberExchange.Cli.Search;
using CyberExchange.Cli.Subscriptions;
using CyberExchange.Cli.SupplySignals;
using CyberExchange.Cli.Tokens;
using CyberExchange.Cli.Trends;
using CyberExchange.Cli.Trust;
using CyberExchange.Cli.Views;

namespace CyberExchange.Cli;

/// <summary>The tree of commands, and one run of it.</summary>
public static class CyxProgram
{
    // After Ctrl-C: enough to close connections, and not so long that somebody presses it twice.
    private static readonly TimeSpan InterruptGrace = TimeSpan.FromSeconds(5);

    /// <summary>Parses and runs a command line.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Surroundings surroundings, CancellationToken ct = default)
    {
        var root = Root(new CyxContext(surroundings, new GlobalOptions()));

        // A leading @ belongs to the argument; response files would read it away.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction && parsed.CommandResult.Command is CyxCommand command)
        {
            return await ExplainAsync(surroundings.Error, parsed, command);
        }

        var code = await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                Output = surroundings.Output,
                Error = surroundings.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = InterruptGrace,
            },
            ct);
        return parsed.Action is ParseErrorAction ? (int)ExitCode.Usage : code;
    }

    /// <summary>All commands under <c>cyx</c>.</summary>
    public static RootCommand Root(CyxContext context)
    {
        var root = new RootCommand("cyx speaks to a CyberExchange: incidents, advisories, the feed, subscriptions, and partners.");
        foreach (var option in context.Globals.All)
        {
            root.Add(option);
        }

        foreach (var command in Commands(context))
        {
            root.Add(command);
        }

        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    // One line for each error: the whole help would bury them, and would go down the pipe that waits for the answer.
    private static async Task<int> ExplainAsync(TextWriter error, ParseResult parsed, CyxCommand command)
    {
        foreach (var one in parsed.Errors)
        {
            await error.WriteLineAsync(SafeText.OneLine(one.Message));
        }

        await error.WriteLineAsync($"{command.Name} --help says more");
        return (int)ExitCode.Usage;
    }

    private static IEnumerable<Command> Commands(CyxContext context) =>
    [
        IncidentCommands.Group(context),
        MandateCommands.Group(context),
        AdvisoryCommands.Group(context),
        new FollowFeed(context),
        SubscriptionCommands.Group(context),
        new SearchItems(context),
        IdentityCommands.Group(context),
        PartnerCommands.Group(context),
        GroupCommands.Group(context),
        PolicyCommands.Group(context),
        TrustCommands.Group(context),
        KnownExploitedCommands.Group(context),
        AuditCommands.Group(context),
        ViewCommands.Group(context),
        DutyCommands.Group(context),
        DialogueCommands.Group(context),
        SignalCommands.Group(context),
        TrendCommands.Group(context),
        new ShowMe(context),
        new GetToken(context),
        new DepartFromConstituency(context),
        new CommandGroup(
            "import",
            "Bring documents in.",
            ["cyx --as cert-eu import csaf advisories/", "cyx --as cert-eu import veris incidents.jsonl --dry-run"],
            [new ImportCsaf(context), new ImportVeris(context), new ImportCsv(context)]),
        new ExportItems(context),
        CsafCommands.Group(context),
        new DoctorCommand(context),
        new OpenPages(context),
    ];
}
