using System.CommandLine;
using CyberExchange.Cli.Items;
using CyberExchange.Contracts.Advisories;

namespace CyberExchange.Cli.Advisories;

/// <summary>Shows what the tests of CSAF say of an advisory's document.</summary>
public sealed class ShowValidation : CyxCommand
{
    private readonly Argument<Guid> _id = new("ID") { Description = "Id of the advisory." };

    public ShowValidation(CyxContext context)
        : base(context, "validation", "Show what the tests of CSAF say of the document: errors (of third parties' only), warnings, information.",
            [
                "cyx --as grid-jp advisory validation 019a0000-0000-7000-8000-000000000001",
                "cyx --as grid-jp advisory validation 019a0000-0000-7000-8000-000000000001 --json",
            ]) => Add(_id);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var validation = await session.Exchange.GetAsync<ValidationDocument>($"{ItemKind.Advisory.One(session.Value(_id))}/validation", ct);
        if (session.Output.Json)
        {
            session.Output.JsonLine(validation);
            return ExitCode.Done;
        }

        session.Output.Line($"{ValidationText.Verdict(validation)} (CSAF {validation.CsafVersion}, validator {validation.Validator})");
        foreach (var result in validation.Results)
        {
            session.Output.Line($"  {result.Severity} {result.Test} {(result.Pointer.Length == 0 ? "/" : result.Pointer)}: {result.Message}");
        }

        if (validation.MoreResults is { } more)
        {
            session.Output.Line($"  and {Query.Number(more)} more: cyx csaf validate tells all of them of the document");
        }

        return ExitCode.Done;
    }
}
