using System.CommandLine;
using CyberExchange.Cli.Csaf;
using CyberExchange.Cli.Items;
using CyberExchange.Contracts.Advisories;

namespace CyberExchange.Cli.Advisories;

/// <summary>Tells in words what changed between two revisions of an advisory.</summary>
public sealed class DiffAdvisory : CyxCommand
{
    private readonly Argument<Guid> _id = new("ID") { Description = "Id of the advisory." };
    private readonly Option<int?> _from = new("--from") { Description = "The revision before; left out, the one before the other.", HelpName = "REVISION" };
    private readonly Option<int?> _to = new("--to") { Description = "The revision after; left out, the present one.", HelpName = "REVISION" };

    public DiffAdvisory(CyxContext context)
        : base(context, "diff", "Tell in words what changed between two revisions; cyx csaf diff does it with files.",
        [
            "cyx --as grid-jp advisory diff 019a0000-0000-7000-8000-000000000001",
            "cyx --as grid-jp advisory diff 019a0000-0000-7000-8000-000000000001 --from 1 --to 3 --json",
        ])
    {
        Add(_id);
        Add(_from);
        Add(_to);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        string?[] named = [Named("from", session.Value(_from)), Named("to", session.Value(_to))];
        var query = string.Join('&', named.OfType<string>());
        var path = $"{ItemKind.Advisory.One(session.Value(_id))}/changes";
        ChangesText.Print(session.Output, await session.Exchange.GetAsync<ChangesDocument>(query.Length == 0 ? path : $"{path}?{query}", ct));
        return ExitCode.Done;
    }

    private static string? Named(string name, int? revision) => revision is { } number ? $"{name}={Query.Number(number)}" : null;
}
