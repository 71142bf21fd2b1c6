using CyberExchange.Domain.Trends;

namespace CyberExchange.Server.Console.Texts;

/// <summary>The dimensions of live figures, by the words of their tables' ids.</summary>
public enum FigureDimension
{
    Sectors,
    Areas,
    Classes,
    Severities,
    Regimes,
    Scores,
    Exploited,
    Vendors,
    Weaknesses,
}

/// <summary>The page of live figures.</summary>
public sealed record TrendsText
{
    public required string Heading { get; init; }
    public required string Form { get; init; }
    public required string By { get; init; }
    public required Func<PeriodKind, string> Kind { get; init; }
    public required string Sector { get; init; }
    public required string AsOf { get; init; }
    public required string Picture { get; init; }
    public required string SideBySide { get; init; }
    public required string Relation { get; init; }
    public required string NoCounterpart { get; init; }
    public required string Comparisons { get; init; }
    public required string Unfinished { get; init; }
    public required Func<int, string> NotAmongFirst { get; init; }
    public required string Row { get; init; }
    public required string Nothing { get; init; }
    public required string Json { get; init; }

    /// <summary>A side in a heading of a column.</summary>
    public required string Eu { get; init; }

    public required string Japan { get; init; }

    /// <summary>What a dimension of incidents or advisories is called.</summary>
    public required Func<FigureDimension, string> Dimension { get; init; }

    internal static TrendsText English { get; } = new()
    {
        Heading = "Trends",
        Form = "What to count",
        By = "Periods",
        Kind = kind => kind switch { PeriodKind.Month => "Months", PeriodKind.Quarter => "Quarters", PeriodKind.Year => "Years" },
        Sector = "Sector",
        AsOf = "Counted",
        Picture = "Incidents that you may see, by period",
        SideBySide = "Sectors of both sides, side by side",
        Relation = "Relation",
        NoCounterpart = "no counterpart",
        Comparisons = "Comparisons to quote",
        Unfinished = "* The period is not over yet.",
        NotAmongFirst = first => $"– Not among the first {first} of that side: the number need not be 0.",
        Row = "What",
        Nothing = "Nothing that you may see falls into these periods.",
        Json = "The same figures as JSON",
        Eu = "EU",
        Japan = "Japan",
        Dimension = dimension => dimension switch
        {
            FigureDimension.Sectors => "Incidents by sector",
            FigureDimension.Areas => "Incidents by sub-area of the dialogue",
            FigureDimension.Classes => "Incidents by class",
            FigureDimension.Severities => "Incidents by severity, each side on its own scale",
            FigureDimension.Regimes => "Your own incidents by regime and timeliness",
            FigureDimension.Scores => "Advisories by CVSS severity",
            FigureDimension.Exploited => "Advisories of known exploited vulnerabilities",
            FigureDimension.Vendors => "Advisories by vendor",
            FigureDimension.Weaknesses => "Advisories by weakness (CWE)",
        },
    };

    internal static TrendsText Japanese { get; } = new()
    {
        Heading = "動向",
        Form = "集計の条件",
        By = "期間",
        Kind = kind => kind switch { PeriodKind.Month => "月", PeriodKind.Quarter => "四半期", PeriodKind.Year => "年" },
        Sector = "分野",
        AsOf = "集計時点",
        Picture = "閲覧できるインシデント（期間別）",
        SideBySide = "双方の分野の対照",
        Relation = "関係",
        NoCounterpart = "対応なし",
        Comparisons = "引用できる比較",
        Unfinished = "* 期間は終了していない。",
        NotAmongFirst = first => $"– 当該側の上位{first}件に含まれない。0とは限らない。",
        Row = "項目",
        Nothing = "この期間に閲覧できるものはありません。",
        Json = "同じ数値（JSON）",
        Eu = "EU",
        Japan = "日本",
        Dimension = dimension => dimension switch
        {
            FigureDimension.Sectors => "分野別インシデント",
            FigureDimension.Areas => "対話の小分野別インシデント",
            FigureDimension.Classes => "種別インシデント",
            FigureDimension.Severities => "重大度別インシデント（各側の尺度）",
            FigureDimension.Regimes => "自組織のインシデント（報告制度と期限遵守）",
            FigureDimension.Scores => "CVSS深刻度別アドバイザリ",
            FigureDimension.Exploited => "悪用が確認された脆弱性のアドバイザリ",
            FigureDimension.Vendors => "ベンダー別アドバイザリ",
            FigureDimension.Weaknesses => "脆弱性タイプ（CWE）別アドバイザリ",
        },
    };

    internal static TrendsText French { get; } = new()
    {
        Heading = "Tendances",
        Form = "Ce qui est compté",
        By = "Périodes",
        Kind = kind => kind switch { PeriodKind.Month => "Mois", PeriodKind.Quarter => "Trimestres", PeriodKind.Year => "Années" },
        Sector = "Secteur",
        AsOf = "Compté le",
        Picture = "Incidents que vous pouvez voir, par période",
        SideBySide = "Secteurs des deux côtés, en regard",
        Relation = "Relation",
        NoCounterpart = "sans équivalent",
        Comparisons = "Comparaisons à citer",
        Unfinished = "* La période n’est pas encore terminée.",
        NotAmongFirst = first => $"– N’est pas parmi les {first} premiers de ce côté : le nombre n’est pas forcément 0.",
        Row = "Objet",
        Nothing = "Rien de ce que vous pouvez voir ne tombe dans ces périodes.",
        Json = "Les mêmes chiffres en JSON",
        Eu = "UE",
        Japan = "Japon",
        Dimension = dimension => dimension switch
        {
            FigureDimension.Sectors => "Incidents par secteur",
            FigureDimension.Areas => "Incidents par sous-domaine du dialogue",
            FigureDimension.Classes => "Incidents par classe",
            FigureDimension.Severities => "Incidents par gravité, chaque côté sur sa propre échelle",
            FigureDimension.Regimes => "Vos propres incidents par régime et respect des délais",
            FigureDimension.Scores => "Avis par gravité CVSS",
            FigureDimension.Exploited => "Avis sur des vulnérabilités exploitées connues",
            FigureDimension.Vendors => "Avis par fournisseur",
            FigureDimension.Weaknesses => "Avis par faiblesse (CWE)",
        },
    };
}
