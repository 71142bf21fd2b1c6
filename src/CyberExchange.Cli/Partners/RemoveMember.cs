namespace CyberExchange.Cli.Partners;

/// <summary>Removes a member; its keys speak for nobody any more.</summary>
public sealed class RemoveMember(CyxContext context) : MemberChange(
    context, "remove-member", "Remove a member, as a steward; its keys speak for nobody any more.",
    ["cyx --as steward partner remove-member grid-jp grid-jp-siem"])
{
    protected override string Done => "removed";

    protected override Task<ExchangeWrite> WriteMemberAsync(CyxSession session, string memberPath, CancellationToken ct) =>
        Task.FromResult(new ExchangeWrite(HttpMethod.Delete, memberPath));
}
