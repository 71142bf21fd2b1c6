using System.CommandLine;

namespace CyberExchange.Cli.Partners;

/// <summary>A change that a steward makes to one partner.</summary>
public abstract class PartnerChange : CyxCommand
{
    private readonly Argument<string> _partner = new("PARTNER") { Description = "Id or handle of the partner." };

    protected PartnerChange(CyxContext context, string name, string description, IReadOnlyList<string> examples)
        : base(context, name, description, examples) => Add(_partner);

    /// <summary>What to say once it is done, such as <c>suspended</c>.</summary>
    protected abstract string Done { get; }

    protected abstract Task<ExchangeWrite> WriteAsync(CyxSession session, string partnerPath, CancellationToken ct);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var path = await PartnerNames.PartnerPathAsync(session, session.Value(_partner), ct);
        var receipt = await session.Exchange.WriteAsync(await WriteAsync(session, path, ct), ct);
        session.Output.One(receipt, $"{Done} {receipt.Id}");
        return ExitCode.Done;
    }
}

/// <summary>A change that a steward makes to one member of a partner.</summary>
public abstract class MemberChange : PartnerChange
{
    private readonly Argument<string> _member = new("MEMBER") { Description = "Id or handle of the member." };

    protected MemberChange(CyxContext context, string name, string description, IReadOnlyList<string> examples)
        : base(context, name, description, examples) => Add(_member);

    protected abstract Task<ExchangeWrite> WriteMemberAsync(CyxSession session, string memberPath, CancellationToken ct);

    protected sealed override async Task<ExchangeWrite> WriteAsync(CyxSession session, string partnerPath, CancellationToken ct) =>
        await WriteMemberAsync(session, await PartnerNames.MemberPathAsync(session, partnerPath, session.Value(_member), ct), ct);
}
