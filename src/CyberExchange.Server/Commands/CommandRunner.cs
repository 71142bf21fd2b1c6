using System.Security.Cryptography;
using CyberExchange.Domain;
using CyberExchange.EventStore;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Personal;
using CyberExchange.Server.Problems;
using CyberExchange.Views.Projections;

namespace CyberExchange.Server.Commands;

/// <summary>Loads a stream, folds it, asks the rule, and appends what happened: the one way into the log.</summary>
/// <param name="log">The log.</param>
/// <param name="core">The sharing core, which says when a narrowing holds, and whether the directory is the present one.</param>
/// <param name="clock">When facts are recorded.</param>
/// <param name="logger">Ids and reasons.</param>
public sealed class CommandRunner(EventLog log, ProjectionRunner core, TimeProvider clock, ILogger<CommandRunner> logger)
{
    /// <summary>An item has one originator: five conflicts in a row are a fault of its programs.</summary>
    private const int AttemptsMax = 5;

    /// <summary>A core that is in step needs milliseconds; a caller should not wait longer than this for one that is not.</summary>
    private static readonly TimeSpan NarrowingWaitMax = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ViewsRetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>Runs a caller's command, once for its key, however often it is sent.</summary>
    /// <remarks>
    /// The gate is asked again before every attempt: a body may have come in slowly, and its sender be suspended since. While
    /// the core is behind, so may be the directory that the gate asks, and nothing is taken.
    /// </remarks>
    /// <param name="admission">Asks whether the caller would still be let in.</param>
    /// <param name="commandOf">The command of the caller as the directory knows it at the attempt.</param>
    /// <param name="ct">Gives up.</param>
    public Task<CommandResult> RunAsync<TState, TEvent>(
        StandingAdmission admission, Func<Caller, Command<TState, TEvent>> commandOf, CancellationToken ct)
        where TState : class
        where TEvent : class => AttemptAsync(() => Admitted(admission.Ask, commandOf), ct);

    /// <summary>Runs a command for a member who is away, once for its key.</summary>
    /// <param name="deputation">Asks before every attempt whether the exchange may act for the member.</param>
    /// <param name="commandOf">The command for the member as the directory knows it at the attempt.</param>
    /// <param name="ct">Gives up.</param>
    public Task<CommandResult> RunAsync<TState, TEvent>(
        Deputation deputation, Func<Deputy, Command<TState, TEvent>> commandOf, CancellationToken ct)
        where TState : class
        where TEvent : class => AttemptAsync(() => Admitted(() => deputation.Ask() is (var deputy, var refusal) ? (deputy, refusal?.ToAnswer()) : default, commandOf), ct);

    /// <summary>Runs a command of the exchange itself, once for its key.</summary>
    /// <exception cref="ArgumentException">The command is a caller's, for whom the gate has to be asked.</exception>
    public Task<CommandResult> RunAsync<TState, TEvent>(Command<TState, TEvent> command, CancellationToken ct)
        where TState : class
        where TEvent : class => command.By.Partner is null
            ? AttemptAsync<TState, TEvent>(() => (command, null), ct)
            : throw new ArgumentException("A caller's command runs with its admission.", nameof(command));

    // The directory that the gate asks may be behind as the core is.
    private (Command<TState, TEvent>? Command, Problem? Problem) Admitted<TWho, TState, TEvent>(
        Func<(TWho? Who, Problem? Problem)> ask, Func<TWho, Command<TState, TEvent>> commandOf)
        where TWho : class
        where TState : class
        where TEvent : class
    {
        if (!core.IsFresh(FreshReads.AgeMax))
        {
            return (null, ProblemAnswers.ViewsBehind);
        }

        var (who, problem) = ask();
        return who is null ? (null, problem) : (commandOf(who), null);
    }

    // A retry answers as the first time did: where the rule refuses it now, or the state that it named is gone, because
    // the first one already did it, the key says so. Only the gate and the guards are asked before the key.
    private async Task<CommandResult> AttemptAsync<TState, TEvent>(
        Func<(Command<TState, TEvent>? Command, Problem? Problem)> next, CancellationToken ct)
        where TState : class
        where TEvent : class
    {
        Command<TState, TEvent>? command = null;
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            (command, var turnedAway) = next();
            if (command is null)
            {
                return new CommandResult.Barred(turnedAway!); // One of the two is there.
            }

            if (command.Visible is not null && await command.Visible(ct) is { } hidden)
            {
                return new CommandResult.Barred(hidden);
            }

            var loaded = await command.Stream.LoadAsync(log, ct);
            if (command.Guard is not null && await command.Guard(loaded, ct) is { } barred)
            {
                return new CommandResult.Barred(barred);
            }

            var precondition = command.Precondition is null ? Precondition.Holds : await command.Precondition(loaded, ct);
            if (precondition is Precondition.LookAgain)
            {
                continue;
            }

            if (precondition is not Precondition.Holds)
            {
                CommandResult otherwise = precondition is Precondition.Stale ? new CommandResult.Stale() : new CommandResult.Busy(ViewsRetryAfter);
                return await UnlessDoneBeforeAsync(command, otherwise, ct);
            }

            var decision = await command.Decide(loaded.State, ct);
            if (decision is Decision<TEvent>.Refused { Refusal: var refusal })
            {
                return await UnlessDoneBeforeAsync(command, new CommandResult.Refused(refusal), ct);
            }

            // What is so already binds its key as well: else a late retry could do what others have undone since.
            var events = ((Decision<TEvent>.Accepted)decision).Events;
            var result = events.Count == 0
                ? await log.KeepKeyAsync(command.Stream.Id, loaded.Version, command.Key, ct)
                : await log.AppendAsync(Append(command, loaded.Version, events), ct);
            if (result is not AppendResult.Conflict)
            {
                return await AnswerAsync(command, result, ct);
            }

            // Somebody was faster. If the caller can see what changed, its precondition fails the next time round.
        }

        CommandsLog.GaveUp(logger, command!.Stream.Id, AttemptsMax, command.By.CorrelationId); // Every attempt had one.
        return await UnlessDoneBeforeAsync(command, new CommandResult.Conflict(), ct);
    }

    private Append Append<TState, TEvent>(Command<TState, TEvent> command, int version, IReadOnlyList<TEvent> events)
        where TState : class
        where TEvent : class => new()
        {
            Stream = command.Stream.Id,
            Expected = ExpectedVersion.Exactly(version),
            Key = command.Key,
            Events = [.. events.Select(e => Stored(command.Stream, e))],
            RecordedAt = clock.GetUtcNow(),
            Metadata = command.By.Metadata(),
            Documents = command.Documents,
        };

    private static NewEvent Stored<TState, TEvent>(CommandStream<TState, TEvent> stream, TEvent e)
        where TState : class
        where TEvent : class
    {
        var form = stream.Catalog.Write(e);
        return new()
        {
            Id = Guid.CreateVersion7(),
            Type = form.Name,
            TypeVersion = form.Version,
            Body = form.Body,
            Addressing = form.Addressing,
            PersonalCommitments = [.. form.Personal.Select(PersonalText.CommitmentOf)],
        };
    }

    private async Task<CommandResult> AnswerAsync<TState, TEvent>(Command<TState, TEvent> command, AppendResult result, CancellationToken ct)
        where TState : class
        where TEvent : class => result switch
        {
            AppendResult.Appended appended => await AcknowledgeAsync(command, appended, ct),
            AppendResult.KeyReused => new CommandResult.KeyReused(),
            AppendResult.Rejected rejected => new CommandResult.Rejected(rejected.Reason),
            AppendResult.Busy busy => new CommandResult.Busy(busy.RetryAfter),
            _ => throw new System.Diagnostics.UnreachableException("The log answered in a way that has no arm."),
        };

    private async Task<CommandResult> UnlessDoneBeforeAsync<TState, TEvent>(
        Command<TState, TEvent> command, CommandResult otherwise, CancellationToken ct)
        where TState : class
        where TEvent : class
    {
        if (await log.FindKeyAsync(command.Key.Scope, command.Key.Key, ct) is not { } before)
        {
            return otherwise;
        }

        return CryptographicOperations.FixedTimeEquals(before.RequestDigest, command.Key.RequestDigest.Span)
            ? await AcknowledgeAsync(command, before.Appended, ct)
            : new CommandResult.KeyReused();
    }

    // Until the core has passed a narrowing, somebody could still read what was just taken away from them.
    private async Task<CommandResult> AcknowledgeAsync<TState, TEvent>(
        Command<TState, TEvent> command, AppendResult.Appended appended, CancellationToken ct)
        where TState : class
        where TEvent : class
    {
        if (!command.Narrows || await core.WaitForAsync(appended.LastPosition, NarrowingWaitMax, ct))
        {
            return new CommandResult.Done(appended.Stream, appended.LastPosition, appended.Repeated);
        }

        CommandsLog.NarrowingNotYet(logger, appended.Stream, command.By.CorrelationId);
        return new CommandResult.Busy(ViewsRetryAfter);
    }
}

/// <summary>What is logged of commands.</summary>
internal static partial class CommandsLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Gave up on {Stream} after {Attempts} conflicts, request {CorrelationId}")]
    public static partial void GaveUp(ILogger logger, string stream, int attempts, string correlationId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The narrowing of {Stream} is stored and not yet in the sharing core, request {CorrelationId}")]
    public static partial void NarrowingNotYet(ILogger logger, string stream, string correlationId);
}
