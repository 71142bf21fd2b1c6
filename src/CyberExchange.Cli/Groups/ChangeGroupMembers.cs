using System.CommandLine;
using CyberExchange.Contracts.Groups;

namespace CyberExchange.Cli.Groups;

/// <summary>Lets partners join a group, all at one moment.</summary>
public sealed class AddToGroup(CyxContext context) : GroupMembersChange(
    context, "add", "Let partners join a group, as a steward; all of them at one moment.", ["cyx --as steward group add water-watch grid-eu grid-jp"])
{
    protected override string Done => "added to";

    protected override ChangeGroupMembersRequest Request(string[] partners) => new() { Join = partners };
}

/// <summary>Lets partners leave a group: what it shows them ends at once.</summary>
public sealed class RemoveFromGroup(CyxContext context) : GroupMembersChange(
    context, "remove", "Let partners leave a group, as a steward: what it shows them ends at once.", ["cyx --as steward group remove water-watch grid-eu"])
{
    protected override string Done => "removed from";

    protected override ChangeGroupMembersRequest Request(string[] partners) => new() { Leave = partners };
}

/// <summary>A change of who is in a group.</summary>
public abstract class GroupMembersChange : GroupChange
{
    private readonly Argument<string[]> _partners = new("PARTNER") { Description = "Ids or handles of partners.", Arity = ArgumentArity.OneOrMore };

    protected GroupMembersChange(CyxContext context, string name, string description, IReadOnlyList<string> examples)
        : base(context, name, description, examples) => Add(_partners);

    protected abstract ChangeGroupMembersRequest Request(string[] partners);

    protected sealed override Task<ExchangeWrite> WriteAsync(CyxSession session, string group, CancellationToken ct) =>
        Task.FromResult(new ExchangeWrite(HttpMethod.Post, $"{GroupCommands.One(group)}/members", ExchangeWrite.Json(Request(session.Value(_partners)!))));
}
