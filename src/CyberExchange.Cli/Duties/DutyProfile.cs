using System.CommandLine;
using System.Text.Json;
using CyberExchange.Contracts.Duties;

namespace CyberExchange.Cli.Duties;

/// <summary>Shows the profile of the caller's organisation, or states it from a file.</summary>
public sealed class DutyProfile : CyxCommand
{
    private readonly Option<string?> _file = new("--state") { Description = "A JSON file with the whole profile; - for standard input.", HelpName = "FILE" };

    public DutyProfile(CyxContext context)
        : base(context, "profile", "Show what your organisation said of itself, as JSON, or state it anew: which laws bind you follows from it.",
            ["cyx --as grid-jp duty profile > profile.json", "cyx --as grid-jp duty profile --state profile.json"]) => Add(_file);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        if (session.Value(_file) is { } path)
        {
            var stated = Read(path, await session.ReadFileAsync(path, ct));
            var receipt = await session.Exchange.WriteAsync(new(HttpMethod.Put, DutyPaths.Profile, ExchangeWrite.Json(stated with { Version = null, StatedAt = null })), ct);
            session.Output.One(receipt, "stated the profile");
            return ExitCode.Done;
        }

        var profile = await session.Exchange.GetAsync<DutyProfileDocument>(DutyPaths.Profile, ct);
        await session.Surroundings.Output.WriteLineAsync(session.Output.Json ? CyxJson.WriteLine(profile) : CyxJson.WriteEditable(profile));
        return ExitCode.Done;
    }

    private static DutyProfileDocument Read(string path, byte[] bytes)
    {
        try
        {
            return CyxJson.ReadStrictly<DutyProfileDocument>(bytes);
        }
        catch (JsonException e)
        {
            throw CyxFailure.Usage($"{path} is no profile: {e.Message}");
        }
    }
}
