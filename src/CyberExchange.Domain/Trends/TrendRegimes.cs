using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Trends;

/// <summary>The regimes whose reports are counted, by the ids of the rulebook. What is proposed only has no incidents.</summary>
public static class TrendRegimes
{
    private static readonly TrendRow Several = Row(TrendRecord.SeveralRegimes, "Several regimes", "複数の制度", "Plusieurs régimes");

    private static readonly TrendRow[] European =
    [
        Row("nis2", "Directive (EU) 2022/2555 (NIS2)", "指令 (EU) 2022/2555（NIS2）", "Directive (UE) 2022/2555 (SRI 2)"),
        Row("nis1", "Directive (EU) 2016/1148 (NIS1)", "指令 (EU) 2016/1148（NIS1）", "Directive (UE) 2016/1148 (SRI)"),
        Row("cra_vulnerability", "Cyber Resilience Act: exploited vulnerability", "サイバーレジリエンス法：悪用された脆弱性", "Règlement sur la cyberrésilience : vulnérabilité exploitée"),
        Row("cra_incident", "Cyber Resilience Act: severe incident", "サイバーレジリエンス法：重大インシデント", "Règlement sur la cyberrésilience : incident grave"),
        Row("dora", "Regulation (EU) 2022/2554 (DORA)", "規則 (EU) 2022/2554（DORA）", "Règlement (UE) 2022/2554 (DORA)"),
        Row("gdpr", "Regulation (EU) 2016/679 (GDPR)", "規則 (EU) 2016/679（GDPR）", "Règlement (UE) 2016/679 (RGPD)"),
        Row("cer", "Directive (EU) 2022/2557 (CER)", "指令 (EU) 2022/2557（CER）", "Directive (UE) 2022/2557 (REC)"),
        Row("eidas", "Regulation (EU) No 910/2014 (eIDAS)", "規則 (EU) 910/2014（eIDAS）", "Règlement (UE) nº 910/2014 (eIDAS)"),
        Row("eecc", "Directive (EU) 2018/1972 (EECC)", "指令 (EU) 2018/1972（EECC）", "Directive (UE) 2018/1972 (CCEE)"),
        Row("eprivacy_611", "Regulation (EU) No 611/2013", "規則 (EU) 611/2013", "Règlement (UE) nº 611/2013"),
        Row("ai_act", "Regulation (EU) 2024/1689 (AI Act)", "規則 (EU) 2024/1689（AI法）", "Règlement (UE) 2024/1689 (IA)"),
        Row("nccs", "Delegated Regulation (EU) 2024/1366", "委任規則 (EU) 2024/1366", "Règlement délégué (UE) 2024/1366"),
        Several,
    ];

    private static readonly TrendRow[] Japanese =
    [
        Row("jp_acd", "Act No. 42 of 2025 (Active Cyber Defence)", "令和7年法律第42号（能動的サイバー防御）", "Loi nº 42 de 2025 (cyberdéfense active)"),
        Row("jp_appi", "Act No. 57 of 2003 (APPI)", "個人情報の保護に関する法律", "Loi nº 57 de 2003 (APPI)"),
        Row("jp_tba", "Telecommunications Business Act", "電気通信事業法", "Loi sur les télécommunications"),
        Row("jp_electricity", "Reporting rules of the Electricity Business Act", "電気関係報告規則", "Règles de déclaration de la loi sur l’électricité"),
        Row("jp_fsa", "Supervisory guidelines of the Financial Services Agency", "金融庁の監督指針", "Lignes directrices de l’Agence des services financiers"),
        Row("jp_basic_act", "Basic Act on Cybersecurity", "サイバーセキュリティ基本法", "Loi fondamentale sur la cybersécurité"),
        Row("jp_espa", "Economic Security Promotion Act", "経済安全保障推進法", "Loi sur la sécurité économique"),
        Row("jp_tse", "Tokyo Stock Exchange Securities Listing Regulations", "東京証券取引所有価証券上場規程", "Règles de cotation de la Bourse de Tokyo"),
        Row("jp_voluntary", "Voluntary reports", "任意の届出", "Signalements volontaires"),
        Several,
    ];

    public static IReadOnlyList<TrendRow> Of(Jurisdiction side) => side switch
    {
        Jurisdiction.EU => European,
        Jurisdiction.JP => Japanese,
    };

    private static TrendRow Row(string id, string en, string ja, string fr) => new(id, null, new(en, ja, fr));
}
