namespace CyberExchange.Domain.Trends;

/// <summary>What the tables of an edition count, in words.</summary>
public static class EditionWords
{
    private static readonly Words Incidents = new(
        "Reports are counted, not attacks, and of those only what their originators let be counted.",
        "計数は攻撃ではなく報告であり、報告者が統計利用を認めたものに限る。",
        "Ce sont des signalements que l’on compte, non des attaques, et seulement ceux dont l’auteur permet le décompte.");

    private static readonly Words Advisories = new(
        "Advisories are counted, not vulnerabilities, and of those only public ones (TLP:CLEAR) that whoever shares them lets be counted. What several share counts once, on the side of its publisher where that takes part, else of whoever shared it first. "
        + "They count in the month of their first release, once for each vendor and each weakness that they name.",
        "計数は脆弱性ではなくアドバイザリであり、公開のもの（TLP:CLEAR）のうち共有者が統計利用を認めたものに限る。複数の者が共有するものは1件とし、発行者が参加していればその側に、そうでなければ最初に共有した者の側に数える。"
        + "初回公開月に、挙げられたベンダー及び脆弱性タイプごとに1件と数える。",
        "Ce sont des avis que l’on compte, non des vulnérabilités, et seulement les avis publics (TLP:CLEAR) dont le diffuseur permet le décompte. Un avis que plusieurs diffusent compte une fois, du côté de son éditeur s’il participe, sinon de celui qui l’a diffusé le premier. "
        + "Ils comptent dans le mois de leur première publication, une fois par fournisseur et par faiblesse nommés.");

    /// <summary>What a table counts.</summary>
    public static Words Counted(string table) => LiveTables.CountsAdvisories(table) ? Advisories : Incidents;

    /// <summary>The same for a whole edition.</summary>
    public static IReadOnlyList<Words> All => [Incidents, Advisories];
}
