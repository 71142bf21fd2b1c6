using System.CommandLine;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Partners;

namespace CyberExchange.Cli.Exchange;

/// <summary>Decides on what one side proposed to the other: agrees to it, declines it, or takes it back.</summary>
public sealed class DecideProposal : CyxCommand
{
    private readonly Argument<Guid> _id;
    private readonly Option<string>? _reason;
    private readonly string _proposals;
    private readonly string _path;
    private readonly string _done;

    private DecideProposal(CyxContext context, string group, string proposals, string word, string path, string about, string done, string? reason)
        : base(context, word, about, [$"cyx --as delegate-jp {group} {word} 019a0000-0000-7000-8000-000000000001{(reason is null ? "" : $" --reason \"{reason}\"")}"])
    {
        (_proposals, _path, _done) = (proposals, path, done);
        _id = new("ID") { Description = $"Id of the proposal, from: cyx {group} proposals." };
        Add(_id);
        if (reason is not null)
        {
            _reason = new("--reason") { Description = "Why, for those who proposed it.", HelpName = "TEXT", Required = true };
            Add(_reason);
        }
    }

    /// <summary>Agrees.</summary>
    /// <param name="context">What commands need.</param>
    /// <param name="group">The group of commands.</param>
    /// <param name="proposals">The address of the proposals.</param>
    /// <param name="about">What it does.</param>
    /// <param name="done">What is told when it is done.</param>
    /// <param name="word">The command.</param>
    /// <param name="path">Below the proposal.</param>
    public static DecideProposal Agree(CyxContext context, string group, string proposals, string about, string done, string word = "agree", string path = "agreement") =>
        new(context, group, proposals, word, path, about, done, reason: null);

    /// <summary>Declines.</summary>
    /// <param name="context">What commands need.</param>
    /// <param name="group">The group of commands.</param>
    /// <param name="proposals">The address of the proposals.</param>
    /// <param name="about">What it does.</param>
    /// <param name="reason">A reason for the example.</param>
    public static DecideProposal Decline(CyxContext context, string group, string proposals, string about, string reason) =>
        new(context, group, proposals, "decline", "refusal", about, "declined", reason);

    /// <summary>Takes back.</summary>
    /// <param name="context">What commands need.</param>
    /// <param name="group">The group of commands.</param>
    /// <param name="proposals">The address of the proposals.</param>
    /// <param name="about">What it does.</param>
    /// <param name="word">The command.</param>
    public static DecideProposal TakeBack(CyxContext context, string group, string proposals, string about, string word = "withdraw") =>
        new(context, group, proposals, word, "withdrawal", about, "taken back", reason: null);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var body = _reason is null ? null : ExchangeWrite.Json(new ReasonRequest { Reason = session.Value(_reason)! }); // It is required.
        session.Output.One(await session.Exchange.WriteAsync(new(HttpMethod.Post, $"{_proposals}/{session.Value(_id):D}/{_path}", body), ct), _done);
        return ExitCode.Done;
    }
}
