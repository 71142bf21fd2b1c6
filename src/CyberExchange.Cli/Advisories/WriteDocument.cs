using System.CommandLine;
using CyberExchange.Cli.Items;

namespace CyberExchange.Cli.Advisories;

/// <summary>Writes the CSAF document of an advisory, byte for byte.</summary>
public sealed class WriteDocument : CyxCommand
{
    private readonly Argument<Guid> _id = new("ID") { Description = "Id of the advisory." };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "Where to; left out, standard output.", HelpName = "FILE" };

    public WriteDocument(CyxContext context)
        : base(context, "document", "Write the exact bytes of the CSAF document.",
            ["cyx --as grid-jp advisory document 019a0000-0000-7000-8000-000000000001 > a.json"])
    {
        Add(_id);
        Add(_output);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var bytes = await session.Exchange.GetBytesAsync($"{ItemKind.Advisory.One(session.Value(_id))}/document", ct);
        if (session.Value(_output) is not { } path)
        {
            await session.Surroundings.OutputBytes.WriteAsync(bytes, ct);
            return ExitCode.Done;
        }

        try
        {
            await File.WriteAllBytesAsync(session.Surroundings.FullPath(path), bytes, ct);
            return ExitCode.Done;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CyxFailure(ExitCode.Usage, $"cannot write {path}: {e.Message}", e);
        }
    }
}
