using System.Diagnostics;
using System.Text.RegularExpressions;
using CyberExchange.Testing.Suites;
using Xunit;

namespace CyberExchange.Tests.Architecture;

/// <summary>What a folder never mentions. The compiler guards the arrows between projects; these guard those inside one.</summary>
public sealed partial class FolderTests
{
    private static readonly string[] CommonGround = ["Sharing", "Stored", "Taxonomies"];

    private static readonly string[] TopLevel =
    [
        "src", "tests", "ops", "adr", "CyberExchange.sln", "docker-compose.yml", "README.md",
        "Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig", ".gitattributes", ".gitignore", ".dockerignore", ".ci",
    ];

    public static TheoryData<string> Rooms =>
        [.. Directory.GetDirectories(Path.Combine(SharedSuites.RepositoryRoot, "src", "CyberExchange.Domain")).Select(d => Path.GetFileName(d)).Where(d => d is not ("bin" or "obj"))];

    // A partner is served from its view, never from the log.
    [Theory]
    [InlineData("src/CyberExchange.Server/Delivery")]
    [InlineData("src/CyberExchange.Server/Console")]
    public void No_way_leads_from_a_partner_to_the_log(string folder) => Never(SourceFile.Below(folder), f => f.Code, EventStoreName());

    [Fact]
    public void Sql_stands_only_where_it_is_kept()
    {
        var elsewhere = Sources().Where(f => !f.Path.StartsWith("src/CyberExchange.EventStore/", StringComparison.Ordinal)
            && !f.Path.StartsWith("src/CyberExchange.Views/", StringComparison.Ordinal)
            && !f.Path.StartsWith("src/CyberExchange.Storage/", StringComparison.Ordinal)
            && !f.Path.StartsWith("src/CyberExchange.DevDatabase/", StringComparison.Ordinal)).ToList();

        Never(elsewhere, f => f.Literals, Sql());
        Never(elsewhere, f => f.Code, Commands());
    }

    // Ids, events and Sharing are common ground; another capability's state is not.
    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_capability_knows_no_other(string room)
    {
        var others = Rooms.Select(r => r.Data).Where(r => r != room && !CommonGround.Contains(r));
        var mention = new Regex($@"\bDomain\.({string.Join('|', others)})\b", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));

        Never(SourceFile.Below($"src/CyberExchange.Domain/{room}"), f => f.Code, mention);
    }

    // The owner's role may change a fact. Scripts run under it, and the administrator's command that archives; nothing that serves.
    [Fact]
    public void Nothing_that_serves_takes_the_owners_role()
    {
        string[] administering = ["src/CyberExchange.Storage/", "src/CyberExchange.Server/Archiving/"];
        var serving = Sources().Where(f => !administering.Any(folder => f.Path.StartsWith(folder, StringComparison.Ordinal))).ToList();

        Never(serving, f => f.Code, OwnersConnections());
        Never(serving, f => f.Literals, OwnersRole());
    }

    [Fact]
    public void Only_the_gate_makes_a_caller() =>
        Never(Sources().Where(f => !f.Path.StartsWith("src/CyberExchange.Server/Gate/", StringComparison.Ordinal)), f => f.Code, MakesCaller());

    // Whatever else opened an item would show it without its being written down.
    [Fact]
    public void Only_what_is_handed_a_shown_item_opens_one()
    {
        string[] opening =
        [
            "src/CyberExchange.Server/Advisories/AdvisoryRendition.cs", "src/CyberExchange.Server/Advisories/ReadAdvisories.cs",
            "src/CyberExchange.Server/Advisories/ReadRevisions.cs", "src/CyberExchange.Server/Advisories/RelatedAdvisories.cs", "src/CyberExchange.Server/Console/ItemLine.cs",
            "src/CyberExchange.Server/Console/Pages/ItemPage.razor", "src/CyberExchange.Server/Delivery/Csaf/CsafEntry.cs", "src/CyberExchange.Server/Incidents/IncidentRendition.cs",
            "src/CyberExchange.Server/SupplySignals/SignalRendition.cs",
        ];
        var server = SourceFile.Below("src/CyberExchange.Server");
        Assert.All(opening, path => Assert.Matches(OpensItem(), server.Single(f => f.Path == path).Code));

        Never(server.Where(f => !opening.Contains(f.Path, StringComparer.Ordinal)), f => f.Code, OpensItem());
    }

    // A rebuild must give identical rows. The runner in Projections/ measures how far behind it is, and writes no row from that.
    [Fact]
    public void A_projection_reads_no_clock_and_makes_no_id()
    {
        var views = SourceFile.Below("src/CyberExchange.Views").Where(f => !f.Path.StartsWith("src/CyberExchange.Views/Projections/", StringComparison.Ordinal)).ToList();

        Never(views, f => f.Code, ClockOrId());
        Never(views, f => f.Literals, SqlClockOrId());
    }

    // The store knows no domain type by its arrows; this keeps it from knowing their stored names.
    [Fact]
    public void The_log_names_no_event() =>
        Never(SourceFile.Below("src/CyberExchange.EventStore"), f => f.Literals, StoredName());

    [Fact]
    public void The_top_level_holds_the_house_and_nothing_else() =>
        Assert.Empty(Tracked().Select(f => f.Split('/')[0]).Distinct(StringComparer.Ordinal).Except(TopLevel, StringComparer.Ordinal));

    // See ExchangeDatabase: what is given up while it is planned harms whoever has the connection next. A migration, an archive and the
    // upkeep of the log have connections of their own, or end with the process.
    [Fact]
    public void No_statement_that_answers_rows_is_begun_with_a_token()
    {
        string[] apart = ["src/CyberExchange.DevDatabase/", "src/CyberExchange.EventStore/Archiving/", "src/CyberExchange.EventStore/LogUpkeep.cs", "src/CyberExchange.Storage/Migrator.cs"];

        Never(Sources().Where(f => !apart.Any(path => f.Path.StartsWith(path, StringComparison.Ordinal))), f => f.Code, BegunWithToken());
    }

    [Fact]
    public void The_scans_find_what_they_look_for()
    {
        Assert.Matches(BegunWithToken(), "await using var reader = await batch.ExecuteReaderAsync(ct);");
        Assert.DoesNotMatch(BegunWithToken(), "await command.ExecuteReaderAsync(CancellationToken.None)");
        Assert.Matches(EventStoreName(), "using CyberExchange.EventStore;");
        Assert.Matches(Sql(), "\"select id from cx.item\"");
        Assert.Matches(Sql(), "\"\"\"\n    INSERT INTO cx.item\"\"\"");
        Assert.Matches(Sql(), "\"update cx.item set a = 1\"");
        Assert.DoesNotMatch(Sql(), "\"Select a partner, and delete it.\"");
        Assert.Matches(Commands(), "await using var command = data.CreateCommand(text);");
        Assert.Matches(OwnersConnections(), "new LogUpkeep(s.GetRequiredService<ExchangeDatabase>().Owner)");
        Assert.Matches(OwnersConnections(), "await using var c = await database.Owner.OpenConnectionAsync(ct);");
        Assert.DoesNotMatch(OwnersConnections(), "With(created.Owner.Value)");
        Assert.Matches(OwnersRole(), "\"set role cx_owner\"");
        Assert.Matches(MakesCaller(), "new Caller(viewer)");
        Assert.Matches(OpensItem(), "hit.Row.Incident?.Title");
        Assert.Matches(MakesCaller(), "Caller caller = new(viewer)");
        Assert.Matches(ClockOrId(), "DateTimeOffset.UtcNow");
        Assert.Matches(ClockOrId(), "Guid.CreateVersion7()");
        Assert.Matches(SqlClockOrId(), "values (now(), 1)");
        Assert.Matches(StoredName(), "\"incident.reported\"");
        Assert.True(Sources().Count > 100, "The scans see the sources.");
    }

    private static List<SourceFile> Sources() => [.. SourceFile.Below("src")];

    private static void Never(IEnumerable<SourceFile> files, Func<SourceFile, string> part, Regex mention) =>
        Assert.Empty(files.SelectMany(f => mention.Matches(part(f)).Select(m => $"{f.Path}: {m.Value}")));

    // What git tracks, so that a folder of a developer or a run does not fail the test.
    private static string[] Tracked()
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", SharedSuites.RepositoryRoot, "ls-files"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var files = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        Assert.NotEmpty(files);
        return files;
    }

    [GeneratedRegex(@"\bCyberExchange\.EventStore\b|\bEventLog\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex EventStoreName();

    [GeneratedRegex(@"\b(select\s[^""]{1,400}?\sfrom\s+\w+[.(\s""]|insert\s+into\s+\w|update\s+\w[\w.]*\s+(as\s+\w+\s+)?set\s|delete\s+from\s+\w+\.)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Sql();

    [GeneratedRegex(@"\bNpgsqlCommand\b|\bNpgsqlBatch\w*\b|\.CreateCommand\(|\bNpgsqlParameter\w*\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Commands();

    [GeneratedRegex(@"\bExchangeDatabase\b[^;]{0,40}\.Owner\b|\b_?(database|connections|exchange)\.Owner\b|\.Owner\.(OpenConnection|CreateCommand)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex OwnersConnections();

    [GeneratedRegex(@"\b(ExecuteReader|ExecuteScalar|NextResult)Async\((?!\)|CancellationToken\.None\))", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex BegunWithToken();

    [GeneratedRegex(@"\bcx_owner\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex OwnersRole();

    [GeneratedRegex(@"\b\w*[rR]ow[!?]?\.(Incident|Advisory|Signal)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex OpensItem();

    [GeneratedRegex(@"\bnew\s+(Gate\.)?Caller\s*\(|\bCaller\s+\w+\s*=\s*new\s*\(", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex MakesCaller();

    [GeneratedRegex(@"\b(DateTime|DateTimeOffset)\.(Now|UtcNow|Today)\b|\bTimeProvider\b|\bStopwatch\b|\bSystemClock\b|\bNewGuid\b|\bCreateVersion7\b|\bRandom\b|\bRandomNumberGenerator\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex ClockOrId();

    [GeneratedRegex(@"\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|random|gen_random_uuid|uuidv7|nextval)\s*\(|\bcurrent_(date|time|timestamp)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex SqlClockOrId();

    [GeneratedRegex(@"""(incident|advisory|partner|group|key|subscription|trust-list|mandate|duty|duty-profile|dialogue|trends|known-exploited|link|signal|supply-watch|supply-warning|csaf-source)\.[a-z-]+""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex StoredName();
}
