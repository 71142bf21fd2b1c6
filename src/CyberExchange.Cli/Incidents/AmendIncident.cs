using System.CommandLine;
using CyberExchange.Cli.Items;

namespace CyberExchange.Cli.Incidents;

/// <summary>States the report of an incident anew, whole.</summary>
public sealed class AmendIncident : ItemChange
{
    private readonly Argument<string> _file = new("FILE") { Description = "JSON with the member 'report', or - for standard input." };

    public AmendIncident(CyxContext context)
        : base(context, ItemKind.Incident, "amend", "State the report anew, whole.",
            ["cyx --as cert-eu incident amend 019a0000-0000-7000-8000-000000000001 r.json"]) => Add(_file);

    protected override string Done => "amended";

    protected override async Task<ExchangeWrite> WriteAsync(CyxSession session, string itemPath, CancellationToken ct)
    {
        var file = await session.ReadFileAsync(session.Value(_file), ct);
        return new(HttpMethod.Put, $"{itemPath}/report", ExchangeWrite.Json(OnlyMember(session, file, "report", "sharing")));
    }
}
