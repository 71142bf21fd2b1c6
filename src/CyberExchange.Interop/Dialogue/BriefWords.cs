using System.Collections.Frozen;

namespace CyberExchange.Interop.Dialogue;

/// <summary>The words around what the dialogue's record tells, in one language: for briefs, and for the page of the record.</summary>
public sealed record BriefWords
{
    private static readonly FrozenDictionary<string, (string English, string Japanese, string French)> TopicWords =
        new Dictionary<string, (string, string, string)>(StringComparer.Ordinal)
        {
            ["critical_infrastructure"] = ("Critical infrastructure", "重要インフラ", "Infrastructures critiques"),
            ["product_security"] = ("Product security", "製品セキュリティ", "Sécurité des produits"),
            ["incident_reporting"] = ("Incident reporting", "インシデント報告", "Notification des incidents"),
            ["cyber_crisis"] = ("Cyber crises", "サイバー危機", "Crises cyber"),
            ["cybersecurity"] = ("Cybersecurity", "サイバーセキュリティ", "Cybersécurité"),
            ["standards"] = ("Standards", "標準", "Normes"),
            ["ai"] = ("Artificial intelligence", "人工知能", "Intelligence artificielle"),
            ["data"] = ("Data", "データ", "Données"),
            ["trust_services"] = ("Trust services", "トラストサービス", "Services de confiance"),
            ["digital_identity"] = ("Digital identity", "デジタルアイデンティティ", "Identité numérique"),
            ["platforms"] = ("Platforms", "プラットフォーム", "Plateformes"),
            ["semiconductors"] = ("Semiconductors", "半導体", "Semi-conducteurs"),
            ["quantum"] = ("Quantum", "量子", "Quantique"),
            ["hpc"] = ("High-performance computing", "高性能計算", "Calcul à haute performance"),
            ["5g"] = ("5G", "5G", "5G"),
            ["6g"] = ("6G", "6G", "6G"),
            ["submarine_cables"] = ("Submarine cables", "海底ケーブル", "Câbles sous-marins"),
            ["arctic"] = ("Arctic route", "北極ルート", "Route arctique"),
            ["connectivity"] = ("Connectivity", "接続性", "Connectivité"),
            ["economic_security"] = ("Economic security", "経済安全保障", "Sécurité économique"),
            ["partnership"] = ("Partnership", "パートナーシップ", "Partenariat"),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, (string English, string Japanese, string French)> StageWords =
        new Dictionary<string, (string, string, string)>(StringComparer.Ordinal)
        {
            ["proposed"] = ("proposed", "提案", "proposé"),
            ["adopted"] = ("adopted", "採択", "adopté"),
            ["in_force"] = ("in force", "施行", "en vigueur"),
            ["applicable"] = ("applicable", "適用", "applicable"),
            ["guidance"] = ("guidance", "指針", "orientations"),
            ["agreement"] = ("agreement", "合意", "accord"),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    // How a date is known, where no source states it. Other words of sources stand as they are.
    private static readonly FrozenDictionary<string, (string English, string Japanese, string French)> BasisWords =
        new Dictionary<string, (string, string, string)>(StringComparer.Ordinal)
        {
            ["inferred"] = ("inferred", "推定", "déduite"),
            ["stated"] = ("stated", "出典に記載", "indiquée"),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    private Func<(string English, string Japanese, string French), string> _pick = words => words.English;

    /// <summary>The languages that there are, as BCP 47 tags.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["en", "ja", "fr"];

    public required string Language { get; init; }

    public required string Brief { get; init; }

    public required string Date { get; init; }

    public required string Place { get; init; }

    public required string People { get; init; }

    /// <summary>The heading of one topic.</summary>
    public required string OfTopic { get; init; }

    public required string Topics { get; init; }

    public required string Source { get; init; }

    public required string MadeOn { get; init; }

    public required string Agenda { get; init; }

    public required string NoAgenda { get; init; }

    /// <summary>Precedes the sessions that a session follows.</summary>
    public required string Before { get; init; }

    /// <summary>Says that a session has no outcomes recorded, and what is told instead.</summary>
    public required string Preparing { get; init; }

    public required string Commitments { get; init; }

    public required string OpenCommitments { get; init; }

    public required string NextSteps { get; init; }

    public required string OpenNextSteps { get; init; }

    /// <summary>Marks a step whose day has passed.</summary>
    public required string Overdue { get; init; }

    /// <summary>Stands where a step has no date.</summary>
    public required string Undated { get; init; }

    public required string Developments { get; init; }

    public required string Counterpart { get; init; }

    public required string NoCounterpart { get; init; }

    /// <summary>Says how far a counterpart may be trusted.</summary>
    public required string ChosenByAnalyst { get; init; }

    public required string Instruments { get; init; }

    public required string Systems { get; init; }

    public required string Conflicts { get; init; }

    public required string Status { get; init; }

    public required string Owner { get; init; }

    public required string NextStep { get; init; }

    public required string Evidence { get; init; }

    public required string Related { get; init; }

    public required string EuropeanUnion { get; init; }

    public required string Japan { get; init; }

    public required string None { get; init; }

    public required string Unverified { get; init; }

    public required string Foot { get; init; }

    /// <summary>The words of a language; null where there are none.</summary>
    public static BriefWords? Of(string language) => language switch
    {
        "en" => English,
        "ja" => Japanese,
        "fr" => French,
        _ => null,
    };

    /// <summary>A topic in this language.</summary>
    public string Topic(string topic) => TopicWords.TryGetValue(topic, out var words) ? _pick(words) : topic;

    /// <summary>A stage of a development in this language.</summary>
    public string Stage(string? stage) => stage is not null && StageWords.TryGetValue(stage, out var words) ? _pick(words) : stage ?? "";

    /// <summary>A date, and how it is known where that is stated; null for none.</summary>
    public string? Dated(string? date, string? basis) =>
        date is null || basis is null ? date : $"{date} ({(BasisWords.TryGetValue(basis, out var words) ? _pick(words) : basis)})";

    private static BriefWords English { get; } = new()
    {
        Language = "en",
        Brief = "Meeting brief",
        Date = "Date",
        Place = "Place",
        People = "Co-chairs and speakers",
        OfTopic = "Topic",
        Topics = "Topics",
        Source = "Source",
        MadeOn = "Made on",
        Agenda = "Agenda",
        NoAgenda = "No agenda is recorded.",
        Before = "Follows",
        Preparing = "No outcomes are recorded yet. What follows is open, or lies ahead.",
        Commitments = "Commitments",
        OpenCommitments = "Open commitments",
        NextSteps = "Next steps",
        OpenNextSteps = "Open next steps",
        Overdue = "overdue",
        Undated = "no date",
        Developments = "Regulatory developments, side by side",
        Counterpart = "Counterpart",
        NoCounterpart = "No counterpart recorded.",
        ChosenByAnalyst = "What stands opposite was chosen by an analyst; it says nothing of equivalence.",
        Instruments = "Instruments",
        Systems = "Mechanisms, programmes and bodies",
        Conflicts = "Where sources differ",
        Status = "Status",
        Owner = "Owner",
        NextStep = "Next step",
        Evidence = "Evidence",
        Related = "Related",
        EuropeanUnion = "European Union",
        Japan = "Japan",
        None = "None recorded.",
        Unverified = "unverified",
        Foot = "From the record that both sides agreed on. Entries stand in the language in which they were stated. Research data, not legal advice.",
        _pick = words => words.English,
    };

    private static BriefWords Japanese { get; } = new()
    {
        Language = "ja",
        Brief = "会合資料",
        Date = "日付",
        Place = "場所",
        People = "共同議長・発言者",
        OfTopic = "主題",
        Topics = "主題",
        Source = "出典",
        MadeOn = "作成日",
        Agenda = "議題",
        NoAgenda = "議題の記録なし。",
        Before = "これまでの会合",
        Preparing = "成果はまだ記録されていない。以下は未完了のもの及び今後のもの。",
        Commitments = "コミットメント",
        OpenCommitments = "未完了のコミットメント",
        NextSteps = "次のステップ",
        OpenNextSteps = "未完了の次のステップ",
        Overdue = "期限超過",
        Undated = "日付なし",
        Developments = "規制動向（日・EU対照）",
        Counterpart = "対応するもの",
        NoCounterpart = "対応するものの記録なし。",
        ChosenByAnalyst = "対応するものは分析者が選んだもので、同等性を意味しない。",
        Instruments = "文書・取決め",
        Systems = "メカニズム・プログラム・組織",
        Conflicts = "出典間の相違",
        Status = "状況",
        Owner = "担当",
        NextStep = "次のステップ",
        Evidence = "根拠",
        Related = "関連",
        EuropeanUnion = "欧州連合",
        Japan = "日本",
        None = "記録なし。",
        Unverified = "未確認",
        Foot = "双方が合意した記録に基づく。各項目は記載時の言語のまま掲載。調査資料であり、法的助言ではない。",
        _pick = words => words.Japanese,
    };

    private static BriefWords French { get; } = new()
    {
        Language = "fr",
        Brief = "Dossier de réunion",
        Date = "Date",
        Place = "Lieu",
        People = "Coprésidents et intervenants",
        OfTopic = "Thème",
        Topics = "Thèmes",
        Source = "Source",
        MadeOn = "Établi le",
        Agenda = "Ordre du jour",
        NoAgenda = "Aucun ordre du jour n’est consigné.",
        Before = "Fait suite à",
        Preparing = "Aucun résultat n’est encore consigné. Ce qui suit est ouvert, ou à venir.",
        Commitments = "Engagements",
        OpenCommitments = "Engagements ouverts",
        NextSteps = "Prochaines étapes",
        OpenNextSteps = "Prochaines étapes ouvertes",
        Overdue = "en retard",
        Undated = "sans date",
        Developments = "Évolutions réglementaires, en regard",
        Counterpart = "Pendant",
        NoCounterpart = "Aucun pendant consigné.",
        ChosenByAnalyst = "Ce qui est placé en regard a été choisi par un analyste ; cela ne dit rien d’une équivalence.",
        Instruments = "Instruments",
        Systems = "Mécanismes, programmes et organes",
        Conflicts = "Divergences entre les sources",
        Status = "État",
        Owner = "Responsable",
        NextStep = "Prochaine étape",
        Evidence = "Preuve",
        Related = "En lien",
        EuropeanUnion = "Union européenne",
        Japan = "Japon",
        None = "Rien de consigné.",
        Unverified = "non vérifié",
        Foot = "Tiré de ce que les deux côtés ont convenu de consigner. Les entrées restent dans la langue où elles ont été énoncées. Données de recherche, et non conseil juridique.",
        _pick = words => words.French,
    };
}
