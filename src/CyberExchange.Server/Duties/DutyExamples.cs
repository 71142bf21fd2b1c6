namespace CyberExchange.Server.Duties;

/// <summary>Bodies for the description of the API. Each is sent by a test, as it stands here.</summary>
public static class DutyExamples
{
    /// <summary>A Japanese bank group with a branch in France.</summary>
    public const string Profile = """
        {
          "entityKinds": ["financial_entity", "controller", "bank", "business operator handling personal information"],
          "sectors": ["banking", "finance"],
          "jurisdictions": ["EU", "JP"],
          "size": "large",
          "memberState": "FR",
          "zone": "Europe/Paris",
          "targets": [{ "obligation": "jp-appi-persons", "hours": 72 }]
        }
        """;

    public const string Fact = """
        {
          "fact": "awareness",
          "at": "2026-11-20T09:30:00",
          "zone": "Asia/Tokyo",
          "evidence": "Ticket 4711 of the operations centre."
        }
        """;

    public const string Decision = """
        {
          "condition": "personal_data_breach",
          "holds": true,
          "answers": [{ "question": "Was a customer file copied?", "answer": "Yes, with names and accounts." }],
          "reason": "The file stands on the page of the group that demands a ransom."
        }
        """;

    public const string Addressee = """
        {
          "obligation": "gdpr-authority",
          "authority": "authority-eu"
        }
        """;

    public const string Submission = """
        {
          "obligation": "gdpr-authority",
          "way": "filed_by_hand",
          "submittedAt": "2026-11-21T17:40:00+01:00",
          "addressee": "The supervisory authority, through its web form",
          "receipt": {
            "name": "receipt-2026-0815.pdf",
            "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
          }
        }
        """;

    public const string Review = """
        {
          "outcome": "revision_required",
          "reasons": ["The number of persons concerned is missing."]
        }
        """;

    public const string Row = """
        {
          "values": ["A password that was used elsewhere too."]
        }
        """;

    public const string Closing = """
        {
          "reason": "Every report was submitted and passed."
        }
        """;
}
