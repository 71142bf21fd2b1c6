using CyberExchange.Contracts.Dialogue;
using CyberExchange.Domain.Dialogue;
using CyberExchange.Server.Console.Pages;
using CyberExchange.Server.Dialogue;
using CyberExchange.Server.Gate;

namespace CyberExchange.Server.Console;

/// <summary><c>GET /dialogue</c>: what is next, what happened and what changed in the dialogue's record, and a search in it.</summary>
public sealed class DialoguePages(ReadDialogue dialogue, TimeProvider clock)
{
    public const string Path = "/dialogue";

    // Since when changes are shown, where nothing else is asked for.
    private const int SinceDays = 7;

    private static readonly string[] Parameters = ["topic", "since", "q"];

    public async Task<IResult> ShowAsync(HttpRequest request, Caller caller, CancellationToken ct)
    {
        var query = DialogueQuery.OfForm(request, Parameters);
        query.Words("topic", DialogueWords.Topics);
        var (topic, since, text) = (query.Text("topic"), query.Day("since"), query.Text("q"));
        if (query.Problem is { } problem)
        {
            return problem;
        }

        var day = since ?? DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(-SinceDays);
        return new Page<DialoguePage, DialogueModel>(new(caller, topic, day, text, await dialogue.OverviewAsync(topic, day, text, ct)));
    }
}

/// <summary>What the page of the dialogue shows.</summary>
/// <param name="Caller">Who looks.</param>
/// <param name="Topic">The one that it is narrowed to; null for all.</param>
/// <param name="Since">Changes since the beginning of this day.</param>
/// <param name="Words">What is searched for; null for nothing.</param>
/// <param name="Overview">What the record says.</param>
public sealed record DialogueModel(Caller Caller, string? Topic, DateOnly Since, string? Words, DialogueOverview Overview);
