using System.CommandLine;
using System.Globalization;
using CyberExchange.Contracts.Groups;

namespace CyberExchange.Cli.Groups;

/// <summary>Shows one group with its members.</summary>
public sealed class ShowGroup : CyxCommand
{
    private readonly Argument<string> _group = new("GROUP") { Description = "Short name of the group." };

    public ShowGroup(CyxContext context)
        : base(context, "show", "Show one group with its members.", ["cyx --as cert-eu group show energy-watch"]) => Add(_group);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        session.Output.One(await session.Exchange.GetAsync<GroupDocument>(GroupCommands.One(session.Value(_group)), ct), Fields);
        return ExitCode.Done;
    }

    private static IEnumerable<(string Label, string? Value)> Fields(GroupDocument group) =>
    [
        ("group", group.Group),
        ("name", group.Name),
        ("purpose", group.Purpose),
        ("default label", group.DefaultLabel),
        ("members", group.MemberCount.ToString(CultureInfo.InvariantCulture)),
        .. (group.Members ?? []).Select(m => ("member", (string?)$"{m.Handle}, {m.Jurisdiction}, {m.Name}")),
    ];
}
