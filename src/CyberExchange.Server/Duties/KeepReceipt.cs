using System.Security.Cryptography;
using CyberExchange.Domain;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.EventStore;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Personal;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Duties;

namespace CyberExchange.Server.Duties;

/// <summary><c>PUT</c> and <c>GET /v1/incidents/{id}/duties/submissions/{submission}/receipt</c>: the bytes of what proves a submission.</summary>
/// <remarks>
/// A receipt names whoever filed and whoever received. It is sealed as personal text is, under a key of its own, and only what was
/// sealed is kept: who deletes the key has erased it in the log and in every copy.
/// </remarks>
public sealed class KeepReceipt(WriteRequests writes, DutyCommands commands, DutyQueries queries, CommandAnswers answers, PersonalVault vault, EventLog log)
{
    public const string MediaType = "application/octet-stream";

    public async Task<IResult> AttachAsync(HttpContext http, Caller caller, Guid id, Guid submission, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadBytesAsync(http.Request, caller.Viewer, MediaType, AttachReceipt.BytesMax, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var sha256 = Convert.ToHexStringLower(SHA256.HashData(write.Document));
        List<Document> documents = []; // What the decision that is appended names.
        var result = await commands.KeepAsync(
            http, caller, new(id), write.Key,
            (now, state, token) => vault.DecideAsync(
                now.Viewer.Profile.Id,
                sealing => sealing.SealAsync(PersonWords.ReceiptOf(new(submission)), write.Document),
                receipt =>
                {
                    var sealedSha512 = SHA512.HashData(receipt.Box);
                    documents.Clear();
                    documents.Add(new(sealedSha512, receipt.Box));
                    return new AttachReceipt(now.Member.Id, new(submission), sha256, write.Document.Length, receipt.Subject, Convert.ToHexStringLower(sealedSha512)).Decide(state);
                },
                token),
            documents, ct);
        return answers.Changed(result, caller.Viewer, submission);
    }

    /// <summary>The bytes, for the owner of the file; absent, another's, never kept and erased are answered alike.</summary>
    /// <remarks>The bytes are what they are, whatever the caller would rather have. A browser saves them and shows nothing of them: a partner chose them.</remarks>
    public async Task<IResult> ReadAsync(Caller caller, Guid id, Guid submission, CancellationToken ct)
    {
        var file = await queries.FindFileAsync(caller.Viewer.Profile.Id, new(id), ct);
        if (file?.File.Submissions.FirstOrDefault(s => s.Id.Value == submission) is not { Kept: { } kept, Receipt: { } receipt })
        {
            return ProblemAnswers.NotFound;
        }

        var box = await log.ReadDocumentAsync(Convert.FromHexString(kept.Sealed), ct)
            ?? throw new InvalidDataException($"The receipt of submission {submission} is not there.");
        return await vault.OpenAsync(kept.Subject, box, ct) is { } bytes
            ? new BytesAnswer(bytes, MediaType) { ETag = $"\"{receipt.Sha256}\"", FileName = receipt.Name, ContentSecurityPolicy = "default-src 'none'; sandbox" }
            : ProblemAnswers.NotFound;
    }
}
