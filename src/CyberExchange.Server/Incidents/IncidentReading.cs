using CyberExchange.Contracts.Incidents;
using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Stored;
using CyberExchange.Server.Personal;

namespace CyberExchange.Server.Incidents;

/// <summary>Reads a report as its reporter writes it, and seals what is personal in it.</summary>
public static class IncidentReading
{
    public const int ContactNameCharactersMax = 200;

    /// <summary>RFC 5321, 4.5.3.1.3: a path of 256 octets, less its angle brackets.</summary>
    public const int EmailCharactersMax = 254;

    public const int TelephoneCharactersMax = 50;
    public const int PersonalNotesCharactersMax = 20_000;

    /// <summary>The first reason against the personal parts, which the rules see only sealed; the pointer begins at the request's body.</summary>
    public static Refusal? Check(IncidentReportDocument report)
    {
        var contacts = report.Contacts ?? [];
        if (contacts.Count > IncidentReportRules.ContactsMax)
        {
            return new(RefusalCode.Invalid, "/report/contacts", $"A report has at most {IncidentReportRules.ContactsMax} contacts.");
        }

        for (var i = 0; i < contacts.Count; i++)
        {
            if (Check(contacts[i]) is { } refusal)
            {
                return refusal.Under($"/report/contacts/{i}");
            }
        }

        return report.PersonalNotes is { Length: 0 or > PersonalNotesCharactersMax }
            ? new(RefusalCode.Invalid, "/report/personalNotes", $"Personal notes have 1 to {PersonalNotesCharactersMax} characters; leave them out for none.")
            : null;
    }

    /// <summary>The report with its personal parts sealed.</summary>
    /// <param name="id">Whose notes they are: amendments seal them for the same subject.</param>
    /// <param name="report">The report as it was written.</param>
    /// <param name="sealing">Seals.</param>
    public static async Task<IncidentReport> SealAsync(IncidentId id, IncidentReportDocument report, PersonalSealing sealing)
    {
        var contacts = new List<Contact>();
        foreach (var contact in report.Contacts ?? [])
        {
            contacts.Add(await SealAsync(contact, sealing));
        }

        return new()
        {
            Reference = report.Reference,
            Title = report.Title,
            Summary = report.Summary,
            Classification = report.Classification,
            Severity = report.Severity,
            Sectors = report.Sectors,
            BeganAt = report.BeganAt?.ToUniversalTime(),
            DetectedAt = report.DetectedAt.ToUniversalTime(),
            EndedAt = report.EndedAt?.ToUniversalTime(),
            AffectedCount = report.AffectedCount,
            Vulnerabilities = report.Vulnerabilities ?? [],
            Contacts = contacts,
            PersonalNotes = report.PersonalNotes is null ? null : (await sealing.SealAsync(PersonWords.NotesOf(id), report.PersonalNotes))[0],
        };
    }

    private static Refusal? Check(ContactDocument contact)
    {
        if (string.IsNullOrWhiteSpace(contact.Name) || contact.Name.Length > ContactNameCharactersMax)
        {
            return new(RefusalCode.Invalid, "/name", $"A contact's name has 1 to {ContactNameCharactersMax} characters.");
        }

        if (contact.Email is { } email && (email.Length > EmailCharactersMax || email.IndexOf('@', StringComparison.Ordinal) is <= 0))
        {
            return new(RefusalCode.Invalid, "/email", $"An e-mail address has a local part, an @ and a domain, at most {EmailCharactersMax} characters.");
        }

        return contact.Telephone is { Length: 0 or > TelephoneCharactersMax }
            ? new(RefusalCode.Invalid, "/telephone", $"A telephone number has 1 to {TelephoneCharactersMax} characters.")
            : null;
    }

    private static async Task<Contact> SealAsync(ContactDocument contact, PersonalSealing sealing)
    {
        SealedText?[] parts =
            [.. await sealing.SealAsync(PersonWords.Contact(contact.Name, contact.Email), contact.Name, contact.Email, contact.Telephone)];
        return new(parts[0]!, parts[1], parts[2]); // A contact's name is never null.
    }
}
