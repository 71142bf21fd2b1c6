using System.Globalization;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Groups;

namespace CyberExchange.Cli.Groups;

/// <summary>Lists the groups that the caller is in, or all for a steward.</summary>
public sealed class ListGroups(CyxContext context) : CyxCommand(
    context, "list", "List the groups that you are in; as a steward, all of them.", ["cyx --as cert-eu group list", "cyx --as steward group list --json"])
{
    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var groups = (await session.Exchange.GetAsync<Page<GroupDocument>>(GroupCommands.Path, ct)).Items; // All of them: the route has no pages.
        session.Output.Many(groups, ["GROUP", "MEMBERS", "DEFAULT LABEL", "NAME"], group =>
        [
            group.Group,
            group.MemberCount.ToString(CultureInfo.InvariantCulture),
            group.DefaultLabel ?? "",
            group.Name ?? "(not formed yet)",
        ]);
        return ExitCode.Done;
    }
}
