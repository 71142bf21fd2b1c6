using System.CommandLine;
using CyberExchange.Contracts.Views;

namespace CyberExchange.Cli.Views;

/// <summary>Has a view made anew beside the one that is read, changes how fast that goes, follows it, or cancels it.</summary>
public sealed class RebuildView : CyxCommand
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private readonly Argument<string> _view = new("VIEW") { Description = "Name of the view." };
    private readonly Option<int?> _pace = new("--events-per-second")
    {
        Description = "How fast it may go at most; may be changed while it runs. As fast as it can where it is left out.",
        HelpName = "N",
    };

    private readonly Option<bool> _cancel = new("--cancel") { Description = "Give the rebuild up; what is read stays as it is." };
    private readonly Option<bool> _follow = new("--follow") { Description = "Wait until it is over, and show how far it is." };

    public RebuildView(CyxContext context)
        : base(context, "rebuild", "Make a view anew beside the one that is read, and change the two over when it has caught up.",
            [
                "cyx --as steward view rebuild search --follow",
                "cyx --as steward view rebuild sharing-core --events-per-second 2000",
                "cyx --as steward view rebuild search --cancel",
            ])
    {
        Add(_view);
        Add(_pace);
        Add(_cancel);
        Add(_follow);
        Validators.Add(result =>
        {
            if (result.GetValue(_cancel) && (result.GetValue(_follow) || result.GetValue(_pace) is not null))
            {
                result.AddError("--cancel goes with no other option");
            }
        });
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var name = session.Value(_view);
        if (session.Value(_cancel))
        {
            var left = await session.Exchange.WriteAsync<ViewDocument>(new ExchangeWrite(HttpMethod.Delete, ViewCommands.Rebuild(name)), ct);
            session.Output.One(left, $"cancelled the rebuild of {name}");
            return ExitCode.Done;
        }

        var write = new ExchangeWrite(
            HttpMethod.Put, ViewCommands.Rebuild(name), ExchangeWrite.Json(new RebuildRequest { EventsPerSecond = session.Value(_pace) }));
        var asked = await session.Exchange.WriteAsync<ViewDocument>(write, ct);
        if (session.Value(_follow))
        {
            return await FollowAsync(session, name, ct);
        }

        session.Output.One(asked, $"rebuilding {name}");
        return ExitCode.Done;
    }

    private static async Task<ExitCode> FollowAsync(CyxSession session, string name, CancellationToken ct)
    {
        using var line = new ProgressLine(session.Surroundings);
        while (true)
        {
            var view = await session.Exchange.GetAsync<ViewDocument>(ViewCommands.One(name), ct);
            if (view.Rebuild is not { } rebuild)
            {
                line.End();
                session.Output.One(view, $"rebuilt {name}, at position {Query.Number(view.Position)}");
                return ExitCode.Done;
            }

            if (rebuild.State is "stopped" or "cancelled")
            {
                line.End();
                throw new CyxFailure(ExitCode.Refused, $"the rebuild of {name} is {rebuild.State}{(rebuild.Because is { } because ? $": {because}" : "")}");
            }

            line.Show(ViewCommands.Progress(rebuild));
            await Task.Delay(LookEvery, session.Surroundings.Clock, ct);
        }
    }
}
