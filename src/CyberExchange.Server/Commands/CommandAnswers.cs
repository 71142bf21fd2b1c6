using System.Diagnostics;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.Domain.Sharing;
using CyberExchange.EventStore;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Sealing;

namespace CyberExchange.Server.Commands;

/// <summary>The one place where the result of a command becomes an answer.</summary>
public sealed class CommandAnswers(TokenSealer sealer)
{
    /// <summary>Answers what was made: 201, with its address.</summary>
    /// <param name="result">The result.</param>
    /// <param name="writer">To whom the consistency token is bound.</param>
    /// <param name="streamPrefix">Precedes the id of what was made in its stream's name.</param>
    /// <param name="collection">Address of the collection, such as <c>/v1/incidents</c>.</param>
    public IResult Created(CommandResult result, Viewer.Partner writer, string streamPrefix, string collection) => Answer(result, done =>
    {
        var id = Guid.ParseExact(done.Stream.AsSpan(streamPrefix.Length), "D");
        return new JsonAnswer<WriteReceipt>(Receipt(id, done, writer), WireJson.Default.WriteReceipt)
        {
            Status = StatusCodes.Status201Created,
            Location = $"{collection}/{id:D}",
            Repeated = done.Repeated,
        };
    });

    /// <summary>Answers what was made within something else: 201, with its address.</summary>
    /// <param name="result">The result.</param>
    /// <param name="writer">To whom the consistency token is bound.</param>
    /// <param name="id">What was made, the same on a repeat.</param>
    /// <param name="address">Its address.</param>
    public IResult Created(CommandResult result, Viewer.Partner writer, Guid id, string address) => Answer(
        result,
        done => new JsonAnswer<WriteReceipt>(Receipt(id, done, writer), WireJson.Default.WriteReceipt)
        {
            Status = StatusCodes.Status201Created,
            Location = address,
            Repeated = done.Repeated,
        });

    /// <summary>Answers what was made or changed with a receipt that says more.</summary>
    /// <param name="result">The result.</param>
    /// <param name="writer">To whom the consistency token is bound.</param>
    /// <param name="id">What was made or changed.</param>
    /// <param name="whenDone">The answer, of the plain receipt and whether an earlier request did it.</param>
    public IResult Of(CommandResult result, Viewer.Partner writer, Guid id, Func<WriteReceipt, bool, IResult> whenDone) =>
        Answer(result, done => whenDone(Receipt(id, done, writer), done.Repeated));

    /// <summary>Answers what was changed: 200.</summary>
    /// <param name="result">The result.</param>
    /// <param name="writer">To whom the consistency token is bound.</param>
    /// <param name="id">What was changed.</param>
    public IResult Changed(CommandResult result, Viewer.Partner writer, Guid id) => Answer(
        result, done => new JsonAnswer<WriteReceipt>(Receipt(id, done, writer), WireJson.Default.WriteReceipt) { Repeated = done.Repeated });

    /// <summary>Answers what has no id but a name.</summary>
    /// <param name="result">The result.</param>
    /// <param name="writer">To whom the consistency token is bound.</param>
    /// <param name="whenDone">The answer, of the consistency token.</param>
    public IResult Of(CommandResult result, Viewer.Partner writer, Func<string, IResult> whenDone) =>
        Answer(result, done => whenDone(sealer.SealConsistency(writer, done.Position)));

    /// <summary>Answers who is no partner, and so gets no consistency token.</summary>
    /// <param name="result">The result.</param>
    /// <param name="whenDone">The answer, of whether an earlier request did it.</param>
    public static IResult Of(CommandResult result, Func<bool, IResult> whenDone) => Answer(result, done => whenDone(done.Repeated));

    private static IResult Answer(CommandResult result, Func<CommandResult.Done, IResult> whenDone) => result switch
    {
        CommandResult.Done done => whenDone(done),
        CommandResult.Barred barred => barred.Problem,
        CommandResult.Refused refused => refused.Refusal.ToProblem(),
        CommandResult.Stale => ProblemAnswers.Stale,
        CommandResult.Conflict => ProblemAnswers.Conflict,
        CommandResult.KeyReused => ProblemAnswers.KeyReused,
        CommandResult.Rejected rejected => Of(rejected.Reason),
        CommandResult.Busy busy => ProblemAnswers.Busy(busy.RetryAfter),
        _ => throw new UnreachableException("A command came out in a way that has no arm."),
    };

    private static Problem Of(RejectedReason reason) => reason switch
    {
        RejectedReason.BodyTooLarge or RejectedReason.AppendTooLarge or RejectedReason.TooManyEvents =>
            ProblemAnswers.TooLarge($"What is recorded of a request has at most {AppendLimits.EventBodyBytesMax} bytes."),
        RejectedReason.AddressingTooLarge =>
            ProblemAnswers.TooLarge($"The sharing terms have at most {AppendLimits.AddressingBytesMax} bytes when they are recorded."),
        RejectedReason.DocumentTooLarge or RejectedReason.TooManyDocuments =>
            ProblemAnswers.TooLarge($"A document has at most {AppendLimits.DocumentBytesMax} bytes."),
        RejectedReason.RefusedByDatabase =>
            ProblemAnswers.Of(ProblemKind.Invalid, "The request holds a value that cannot be recorded."),

        // These parts the server makes itself: the caller can do nothing about them.
        RejectedReason.NoEvents or RejectedReason.StreamNotAllowed or RejectedReason.KeyNotAllowed or RejectedReason.RequestDigestTooLarge
            or RejectedReason.TypeNotAllowed or RejectedReason.MetadataTooLarge or RejectedReason.PersonalCommitmentsNotAllowed
            or RejectedReason.DocumentDigestDiffers =>
            throw new UnreachableException($"The log rejects what the server made: {reason}."),
    };

    private WriteReceipt Receipt(Guid id, CommandResult.Done done, Viewer.Partner writer) => new()
    {
        Id = id,
        ConsistencyToken = sealer.SealConsistency(writer, done.Position),
    };
}
