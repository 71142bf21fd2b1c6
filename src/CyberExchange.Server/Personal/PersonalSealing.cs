using System.Security.Cryptography;
using CyberExchange.Domain;
using CyberExchange.Domain.Stored;
using CyberExchange.Server.Sealing;

namespace CyberExchange.Server.Personal;

/// <summary>A person as far as a partner told us: enough to find the same one again.</summary>
/// <param name="Words">Normalised e-mail address if there is one, else the name, or another text that is the person's alone.</param>
public readonly record struct PersonWords(string Words)
{
    /// <summary>A contact: the same address means the same person, whatever the name.</summary>
    public static PersonWords Contact(string name, string? email) =>
        new(email is null ? $"name {Normalised(name)}" : $"email {Normalised(email)}");

    /// <summary>The person in an incident's personal notes, whoever it is; amendments keep it.</summary>
    public static PersonWords NotesOf(IncidentId incident) => new($"notes {incident.Value:D}");

    /// <summary>The person in a row of an incident's reports, whoever it is; stating the row anew keeps it.</summary>
    public static PersonWords RowOf(IncidentId incident, string row) => new($"row {incident.Value:D} {row}");

    /// <summary>The person in the receipt of a submission, whoever it is.</summary>
    public static PersonWords ReceiptOf(SubmissionId submission) => new($"receipt {submission.Value:D}");

    /// <summary>Whoever is named in the report of a submission that was delivered here.</summary>
    public static PersonWords ReportOf(SubmissionId submission) => new($"report {submission.Value:D}");

    private static string Normalised(string text) => text.Trim().ToLowerInvariant();
}

/// <summary>Seals the personal texts of one command, and remembers which new keys that took.</summary>
public sealed class PersonalSealing(PersonalVault vault, PartnerId partner, CancellationToken ct)
{
    private readonly Dictionary<PersonWords, (SubjectId Subject, byte[] Key)> _persons = [];
    private readonly List<(byte[] Lookup, SubjectId Subject, byte[] Key)> _made = [];
    private readonly Dictionary<SealedText, string> _clear = [];

    /// <summary>What was sealed, in clear: a preview keeps no key to open it with.</summary>
    public IReadOnlyDictionary<SealedText, string> Clear => _clear;

    /// <summary>Seals the texts of one person, in the order given; null stays null.</summary>
    public async Task<IReadOnlyList<SealedText?>> SealAsync(PersonWords person, params string?[] texts)
    {
        var held = await HeldAsync(person);
        return [.. texts.Select(t => t is null ? null : Seal(held, t))];
    }

    /// <summary>Seals bytes that are too many to stand in an event. Their nonce is random: the digest of what is sealed tells nothing of them.</summary>
    public async Task<(SubjectId Subject, byte[] Box)> SealAsync(PersonWords person, ReadOnlyMemory<byte> bytes)
    {
        var (subject, key) = await HeldAsync(person);
        return (subject, Aead.Seal(key, bytes.Span, context: []));
    }

    /// <summary>Keeps the new keys; false when a person was given one meanwhile.</summary>
    public async Task<bool> KeepAsync() => _made.Count == 0 || await vault.TryKeepAsync(partner, _made, ct);

    private SealedText Seal((SubjectId Subject, byte[] Key) held, string text)
    {
        var box = PersonalText.Seal(held.Subject, held.Key, text);
        _clear.Add(box, text);
        return box;
    }

    private async Task<(SubjectId Subject, byte[] Key)> HeldAsync(PersonWords person)
    {
        if (!_persons.TryGetValue(person, out var held))
        {
            held = await FindOrMakeAsync(person);
            _persons.Add(person, held);
        }

        return held;
    }

    private async Task<(SubjectId Subject, byte[] Key)> FindOrMakeAsync(PersonWords person)
    {
        var lookup = vault.Lookup(partner, person.Words);
        if (await vault.FindAsync(partner, lookup, ct) is { } found)
        {
            return found;
        }

        var made = (Subject: new SubjectId(Guid.CreateVersion7()), Key: RandomNumberGenerator.GetBytes(InstanceKey.KeyBytes));
        _made.Add((lookup, made.Subject, made.Key));
        return made;
    }
}
