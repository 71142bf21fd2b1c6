using System.CommandLine;
using CyberExchange.Contracts.Groups;

namespace CyberExchange.Cli.Groups;

/// <summary>What a group is for, as options.</summary>
public sealed class GroupFactOptions
{
    public Option<string> Name { get; } = new("--name") { Description = "How pages show it.", HelpName = "TEXT", Required = true };

    public Option<string> Purpose { get; } = new("--purpose") { Description = "What its members share with each other.", HelpName = "TEXT", Required = true };

    public Option<string> DefaultLabel { get; } = new("--default-label")
    {
        Description = "Label of terms that name the group and state none.",
        HelpName = "LABEL",
        Required = true,
    };

    public IEnumerable<Option> All => [Name, Purpose, DefaultLabel];
}

/// <summary>Forms a group.</summary>
public sealed class FormGroup : GroupChange
{
    private readonly GroupFactOptions _facts = new();
    private readonly Argument<string[]> _members = new("PARTNER") { Description = "Ids or handles of the first members.", Arity = ArgumentArity.ZeroOrMore };

    public FormGroup(CyxContext context)
        : base(context, "form", "Form a sharing group, as a steward; its name is given once.",
            ["cyx --as steward group form water-watch cert-eu cert-jp --name \"Water Watch\" --purpose \"Disturbances of water supply\" --default-label TLP:AMBER"])
    {
        Add(_members);
        foreach (var option in _facts.All)
        {
            Add(option);
        }
    }

    protected override string Done => "formed";

    protected override Task<ExchangeWrite> WriteAsync(CyxSession session, string group, CancellationToken ct) =>
        Task.FromResult(new ExchangeWrite(HttpMethod.Post, GroupCommands.Path, ExchangeWrite.Json(new FormGroupRequest
        {
            Group = group,
            Name = session.Value(_facts.Name)!,
            Purpose = session.Value(_facts.Purpose)!,
            DefaultLabel = session.Value(_facts.DefaultLabel)!,
            Members = session.Value(_members),
        })));
}
