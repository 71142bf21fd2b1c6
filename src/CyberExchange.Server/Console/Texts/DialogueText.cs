namespace CyberExchange.Server.Console.Texts;

/// <summary>Whose an entry is, by the words of timelines.</summary>
public enum RecordSide
{
    EU,
    JP,
    Both,
    Other,
}

/// <summary>The page of the dialogue's record. What entries say stands as both sides agreed on it, in English.</summary>
/// <remarks>Words that meeting briefs have too stand in their list only: <see cref="Interop.Dialogue.BriefWords"/>.</remarks>
public sealed record DialogueText
{
    public required string Heading { get; init; }
    public required string About { get; init; }
    public required string Form { get; init; }
    public required string Since { get; init; }
    public required string Words { get; init; }
    public required string Ahead { get; init; }
    public required string NothingAhead { get; init; }
    public required string Open { get; init; }
    public required string NothingOpen { get; init; }
    public required string Past { get; init; }
    public required string NothingPast { get; init; }

    /// <summary>Precedes the day.</summary>
    public required string Changes { get; init; }

    public required string NothingChanged { get; init; }
    public required string Found { get; init; }
    public required string NothingFound { get; init; }
    public required string More { get; init; }
    public required string Side { get; init; }
    public required string What { get; init; }

    public required Func<RecordSide, string> NameOfSide { get; init; }

    internal static DialogueText English { get; } = new()
    {
        Heading = "Dialogue",
        About = "What both sides agreed to record: developments of law, sessions, instruments and next steps. Dates are days in UTC; what has a month or a year only is ahead until that is over.",
        Form = "What to show",
        Since = "Changes since",
        Words = "Words",
        Ahead = "What is next",
        NothingAhead = "Nothing with a date lies ahead.",
        Open = "To be done: overdue, or without a date",
        NothingOpen = "No step is overdue or without a date.",
        Past = "What happened",
        NothingPast = "Nothing with a date in the last half year.",
        Changes = "What changed in the record since",
        NothingChanged = "Nothing changed.",
        Found = "Entries that mention it",
        NothingFound = "No entry mentions it.",
        More = "There are more: narrow the search, or ask the API or cyx.",
        Side = "Side",
        What = "What",
        NameOfSide = side => side switch { RecordSide.EU => "EU", RecordSide.JP => "Japan", RecordSide.Both => "both", RecordSide.Other => "others" },
    };

    internal static DialogueText Japanese { get; } = new()
    {
        Heading = "対話",
        About = "双方が合意した記録：法制の動き、会合、文書、次のステップ。日付はUTC。月又は年のみのものは、その期間が終わるまで「今後」に置く。",
        Form = "表示の条件",
        Since = "変更の起点",
        Words = "語句",
        Ahead = "今後",
        NothingAhead = "日付のある予定はありません。",
        Open = "未完了（期限超過・日付なし）",
        NothingOpen = "期限超過又は日付のないステップはありません。",
        Past = "これまで",
        NothingPast = "過去半年に日付のあるものはありません。",
        Changes = "記録の変更（以降）",
        NothingChanged = "変更はありません。",
        Found = "語句を含む項目",
        NothingFound = "語句を含む項目はありません。",
        More = "他にもあります。条件を絞るか、API又はcyxで確認してください。",
        Side = "側",
        What = "内容",
        NameOfSide = side => side switch { RecordSide.EU => "EU", RecordSide.JP => "日本", RecordSide.Both => "双方", RecordSide.Other => "その他" },
    };

    internal static DialogueText French { get; } = new()
    {
        Heading = "Dialogue",
        About = "Ce que les deux côtés ont convenu de consigner : évolutions du droit, sessions, instruments et prochaines étapes. Les dates sont en UTC ; ce qui n’a qu’un mois ou une année reste à venir jusqu’à la fin de celui-ci.",
        Form = "Ce qui est montré",
        Since = "Changements depuis",
        Words = "Mots",
        Ahead = "À venir",
        NothingAhead = "Rien de daté n’est à venir.",
        Open = "À faire : en retard, ou sans date",
        NothingOpen = "Aucune étape n’est en retard ou sans date.",
        Past = "Ce qui a eu lieu",
        NothingPast = "Rien de daté au cours des six derniers mois.",
        Changes = "Ce qui a changé depuis le",
        NothingChanged = "Rien n’a changé.",
        Found = "Entrées qui en parlent",
        NothingFound = "Aucune entrée n’en parle.",
        More = "Il y en a d’autres : précisez la recherche, ou consultez l’API ou cyx.",
        Side = "Côté",
        What = "Objet",
        NameOfSide = side => side switch { RecordSide.EU => "UE", RecordSide.JP => "Japon", RecordSide.Both => "les deux", RecordSide.Other => "autres" },
    };
}
