using System.Collections.Frozen;

namespace CyberExchange.Interop.Dialogue;

/// <summary>The words around what a brief tells, in one language.</summary>
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

    private Func<(string English, string Japanese, string French), string> _pick = words => words.English;

    /// <summary>The languages that there are, as BCP 47 tags.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["en", "ja", "fr"];

    public required string Language { get; init; }

    public required string Brief { get; init; }

    public required string Date { get; init; }

    public required string Place { get; init; }

    public required string People { get; init; }

    public required string Topics { get; init; }

    public required string Source { get; init; }

    public required string MadeOn { get; init; }

    public required string Commitments { get; init; }

    public required string NextSteps { get; init; }

    public required string Developments { get; init; }

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

    private static BriefWords English { get; } = new()
    {
        Language = "en",
        Brief = "Meeting brief",
        Date = "Date",
        Place = "Place",
        People = "Co-chairs and speakers",
        Topics = "Topics",
        Source = "Source",
        MadeOn = "Made on",
        Commitments = "Commitments",
        NextSteps = "Next steps",
        Developments = "Regulatory developments, side by side",
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
        Topics = "議題",
        Source = "出典",
        MadeOn = "作成日",
        Commitments = "コミットメント",
        NextSteps = "今後の予定",
        Developments = "規制動向(日・EU対照)",
        Instruments = "文書・取決め",
        Systems = "メカニズム・プログラム・組織",
        Conflicts = "出典間の相違",
        Status = "状況",
        Owner = "担当",
        NextStep = "次の段階",
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
        Topics = "Thèmes",
        Source = "Source",
        MadeOn = "Établi le",
        Commitments = "Engagements",
        NextSteps = "Prochaines étapes",
        Developments = "Évolutions réglementaires, en regard",
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
        None = "Rien d'enregistré.",
        Unverified = "non vérifié",
        Foot = "Tiré du registre convenu par les deux parties. Les entrées restent dans la langue où elles ont été énoncées. Données de recherche, et non conseil juridique.",
        _pick = words => words.French,
    };
}
