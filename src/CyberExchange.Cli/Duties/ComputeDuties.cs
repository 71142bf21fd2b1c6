using System.CommandLine;
using System.Text.Json;
using CyberExchange.Domain.Obligations;

namespace CyberExchange.Cli.Duties;

/// <summary>Computes due times from facts in a file, one element after another, so that a large file needs no large memory.</summary>
public sealed class ComputeDuties : CyxCommand
{
    private const string UnknownObligation = "unknown_obligation";
    private const string UnusableElement = "unusable_element";

    private static readonly string[] Headings = ["ID", "OBLIGATION", "OUTCOME", "DUE", "LATEST", "UP TO", "MISSING", "REASON", "CITATION"];

    private readonly Argument<string> _file = new("FILE")
    {
        Description = "A JSON array of objects with id, obligation_id and facts; - for standard input.",
    };

    private readonly Option<string> _rulebook = RulebookFile.Option();

    public ComputeDuties(CyxContext context)
        : base(context, "compute", "Compute due times from facts. Every element has its answer; the exit code is 2 if one could not be used.",
            ["cyx duty compute incidents.json", "cyx duty compute - --json"])
    {
        Add(_file);
        Add(_rulebook);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var path = session.Value(_file);
        var lines = new List<DutyLine>();
        var rulebook = await RulebookFile.ReadAsync(session, session.Value(_rulebook)!, ct);
        var allUsed = true;
        var index = 0;
        await using var input = session.OpenFile(path);
        try
        {
            await foreach (var element in ElementsAsync(path, input, ct))
            {
                var (line, faults) = Answer(element, $"/{index++}", rulebook);
                foreach (var fault in faults)
                {
                    session.Output.Note($"{path}#{fault}");
                }

                allUsed &= faults.Count == 0;
                if (session.Output.Json)
                {
                    session.Output.JsonLine(line);
                }
                else
                {
                    lines.Add(line);
                }
            }
        }
        finally
        {
            // What comes before a fault in the file is answered in either form.
            if (lines.Count > 0)
            {
                session.Output.Many(lines, Headings, Cells);
            }
        }

        return allUsed ? ExitCode.Done : ExitCode.Usage;
    }

    private static async IAsyncEnumerable<JsonElement> ElementsAsync(
        string path, Stream input, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await using var elements = CyxJson.ReadElementsAsync(input, ct).GetAsyncEnumerator(ct);
        while (true)
        {
            try
            {
                if (!await elements.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (JsonException e)
            {
                throw new CyxFailure(ExitCode.Usage, $"{path} is not a JSON array of objects: {e.Message}", e);
            }
            catch (IOException e)
            {
                throw new CyxFailure(ExitCode.Usage, $"cannot read {path}: {e.Message}", e);
            }

            yield return elements.Current;
        }
    }

    private static (DutyLine Line, IReadOnlyList<RulebookFault> Faults) Answer(JsonElement element, string pointer, Rulebook rulebook)
    {
        var id = Text(element, "id") ?? NumberAsText(element, "id");
        if (Text(element, "obligation_id") is not { } obligationId)
        {
            return (DutyLine.Unanswered(id, null, UnusableElement, rulebook), [new($"{pointer}/obligation_id", "The id of an obligation belongs here.")]);
        }

        if (rulebook.Find(obligationId) is not { } rule)
        {
            var detail = $"Rulebook {rulebook.Version.Id} has no obligation '{obligationId}'; cyx duty rules lists them.";
            return (DutyLine.Unanswered(id, obligationId, UnknownObligation, rulebook), [new($"{pointer}/obligation_id", detail)]);
        }

        if (!element.TryGetProperty("facts", out var stated) || stated.ValueKind is not JsonValueKind.Object)
        {
            return (DutyLine.Unanswered(id, obligationId, UnusableElement, rulebook), [new($"{pointer}/facts", "An object of facts belongs here.")]);
        }

        var faults = new List<RulebookFault>();
        var facts = ClockFactsReader.Read(stated, $"{pointer}/facts", faults);
        return (DutyLine.Of(id, rule, DutyClock.Compute(rule, facts), rulebook), faults);
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.String
            ? member.GetString()
            : null;

    // An id is only said again, so that a number will do.
    private static string? NumberAsText(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.Number
            ? member.GetRawText()
            : null;

    private static IReadOnlyList<string> Cells(DutyLine line) =>
    [
        line.Id ?? "", line.ObligationId ?? "", line.Outcome, line.Due ?? "", DutyText.Latest(line.Outcome, line.DueIfRolled, line.LawfulUntil), line.DueMax ?? "",
        string.Join(", ", line.Missing), line.Reason ?? "", line.Citation ?? "",
    ];
}
