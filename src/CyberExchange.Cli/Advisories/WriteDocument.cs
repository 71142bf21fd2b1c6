using System.CommandLine;
using CyberExchange.Cli.Items;

namespace CyberExchange.Cli.Advisories;

/// <summary>Writes the CSAF document of an advisory, byte for byte.</summary>
public sealed class WriteDocument : CyxCommand
{
    private readonly Argument<Guid> _id = new("ID") { Description = "Id of the advisory." };
    private readonly Option<int?> _revision = new("--revision") { Description = "Another revision than the present one; cyx advisory revisions lists them.", HelpName = "REVISION" };
    private readonly Option<bool> _openVex = new("--openvex") { Description = "The status of products as OpenVEX 0.2.0, in place of the CSAF document." };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "Where to; left out, standard output.", HelpName = "FILE" };

    public WriteDocument(CyxContext context)
        : base(context, "document", "Write the exact bytes of the CSAF document.",
            ["cyx --as grid-jp advisory document 019a0000-0000-7000-8000-000000000001 > a.json"])
    {
        Add(_id);
        Add(_revision);
        Add(_openVex);
        Add(_output);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var revision = session.Value(_revision) is { } number ? $"/revisions/{Query.Number(number)}" : "";
        if (revision.Length > 0 && session.Value(_openVex))
        {
            throw new CyxFailure(ExitCode.Usage, "only the present revision is there as OpenVEX; write the other one and use cyx csaf convert");
        }

        var bytes = await session.Exchange.GetBytesAsync($"{ItemKind.Advisory.One(session.Value(_id))}{revision}/{(session.Value(_openVex) ? "openvex" : "document")}", ct);
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
