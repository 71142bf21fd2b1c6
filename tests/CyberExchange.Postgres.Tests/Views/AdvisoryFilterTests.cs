using System.Text;
using System.Text.Json.Nodes;
using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.KnownExploited;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trends;
using CyberExchange.EventStore;
using CyberExchange.Interop.Cpe;
using CyberExchange.Interop.Csaf;
using CyberExchange.Interop.Purl;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Testing.Worlds;
using CyberExchange.Views.Core;
using CyberExchange.Views.Search;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>Lists, counts and searches of made-up documents under random filters, for every viewer, against the same filter in plain C#.</summary>
public sealed class AdvisoryFilterTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>, IAsyncLifetime
{
    private const int PageMax = 12;
    private const string Word = "weakness";
    private const string Exploited = "CVE-2026-0002";

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Names that are the same to whoever asks stand in one row, the first as it is compared.
    private static readonly string[][] VendorPool =
    [
        ["siemens ag", "Siemens AG", "SIEMENS AG", "Ｓｉｅｍｅｎｓ　ＡＧ", "Siemens\u00A0AG"], ["muller & co", "Müller & Co", "MÜLLER & CO"], ["ミツビシ", "ﾐﾂﾋﾞｼ", "ミツヒ\u3099シ"],
        ["(株)三菱電機", "㈱三菱電機", "（株）三菱電機", "(株)三菱電機"],
    ];

    // What a document may say of its product, and what may be asked: of each question, which of these names meet it.
    private static readonly string[] PurlPool = ["pkg:npm/%40angular/core@16.2.0?arch=x", "pkg:npm/%40angular/core@17.0.0", "pkg:npm/%40angular/core", "pkg:pypi/Django_Core@4.2", "no purl"];

    private static readonly (string Asked, string[] Met)[] PurlQuestions =
    [
        ("pkg:npm/%40angular/core", [PurlPool[0], PurlPool[1], PurlPool[2]]), ("pkg:npm/%40angular/core@16.2.0#lib", [PurlPool[0], PurlPool[2]]),
        ("pkg:npm/%40angular/core@1", [PurlPool[2]]), ("pkg:pypi/django-core", [PurlPool[3]]), ("pkg:npm/core", []),
    ];

    private static readonly string[] CpePool =
    [
        "cpe:2.3:a:apache:log4j:2.14.1:-:*:*:*:*:*:*", "cpe:2.3:a:apache:log4j:*:*:*:*:*:*:*:*", "cpe:/o:redhat:enterprise_linux:8::baseos",
        "cpe:2.3:h:siemens:s7-1500\\/f:-:*:*:*:*:*:*:*", "cpe:2.3:a:apache:log4j:2.1?:*:*:*:*:*:*:*",
    ];

    private static readonly (string Asked, string[] Met)[] CpeQuestions =
    [
        ("cpe:2.3:a:apache:log4j:*:*:*:*:*:*:*:*", [CpePool[0], CpePool[1], CpePool[4]]),
        ("cpe:2.3:a:Apache:Log4j:2.14.1:*:*:*:*:*:*:*", [CpePool[0], CpePool[1], CpePool[4]]),
        ("cpe:2.3:a:apache:log4j:2.14.1:rc1:*:*:*:*:*:*", [CpePool[1], CpePool[4]]),
        ("cpe:2.3:a:apache:log4j:2.14:*:*:*:*:*:*:*", [CpePool[1], CpePool[4]]),
        ("cpe:2.3:o:apache:log4j:*:*:*:*:*:*:*:*", []),
        ("cpe:2.3:*:*:enterprise_linux:*:*:*:*:*:*:*:*", [CpePool[2]]),
        ("cpe:2.3:o:redhat:*:8:*:appstream:*:*:*:*:*", []),
        ("cpe:2.3:o:redhat:*:8:*:baseos:*:*:*:*:*", [CpePool[2]]),
        ("cpe:/h:siemens:s7-1500%2ff:-", [CpePool[3]]),
    ];

    private static readonly string[] ProductPool = ["S7-1500", "S7-1200", "S7 1500", "継電器 X", "Relay"];
    private static readonly string[] CvePool = ["CVE-2026-0001", "CVE-2026-0002", "CVE-2026-10001"];
    private static readonly string[] CwePool = ["CWE-79", "CWE-787", "CWE-20"];
    private static readonly string[] CategoryPool = ["csaf_base", "csaf_security_advisory", "csaf_vex"];
    private static readonly string[] StatusPool = ["draft", "interim", "final"];

    private ExchangeDatabase _exchange = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static int Viewers => Rounds > 6 ? int.MaxValue : 3;

    private static int Rounds => Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") switch { "soak" => 2_000, "full" => 30, _ => 6 };

    public ValueTask InitializeAsync()
    {
        _exchange = new ExchangeDatabase(database.ConnectionString);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _exchange.DisposeAsync();

    [Fact]
    public async Task What_a_filter_passes_is_what_it_passes_document_by_document()
    {
        var random = new Random(7);
        var (world, documents) = await PublishAsync(random, count: 60);
        var (items, search) = (new ItemQueries(_exchange.Service), new SearchQueries(_exchange.Service));
        IReadOnlyList<Viewer> viewers = [.. world.Partners.Take(Viewers).Select(p => (Viewer)new Viewer.Partner(world.ProfileOf(p), p.Members.Keys.First())), Viewer.Public];
        var (passed, kept) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var (filter, passes) = Filter(random);
            foreach (var viewer in viewers)
            {
                var all = (await items.ListAsync(viewer, ItemFilter.None, after: null, max: 1_000, Ct)).Rows.Select(row => row.Id.Value).ToList();
                var right = all.Where(id => passes(documents[id])).ToList();
                var told = $"{filter} of {(viewer as Viewer.Partner)?.Profile.Handle ?? "the public"}";
                Assert.True(right.SequenceEqual(await ListAsync(async after =>
                {
                    var slice = await items.ListAsync(viewer, filter, after, PageMax, Ct);
                    return (slice.Rows.Select(row => row.Id.Value), slice.Next);
                })), $"lists others under {told}");
                Assert.Equal(right.Count, await items.CountAsync(viewer, filter, Ct));
                var found = await ListAsync(async after =>
                {
                    var slice = await search.SearchAsync(viewer, query: null, filter, after, PageMax, Ct);
                    Assert.Equal((right.Count, false), (slice.Total, slice.More));
                    return (slice.Hits.Select(hit => hit.Row.Id.Value), slice.Next);
                });
                Assert.True(right.SequenceEqual(found), $"finds others under {told}");
                var ranked = await ListAsync(async after =>
                {
                    var slice = await search.SearchAsync(viewer, SearchQuery.Read(Word).Query!, filter, after, PageMax, Ct); // It asks for something.
                    return (slice.Hits.Select(hit => hit.Row.Id.Value), slice.Next);
                });
                Assert.True(right.Order().SequenceEqual(ranked.Order()), $"finds others by a word under {told}");
                (passed, kept) = (passed + right.Count, kept + all.Count - right.Count);
            }
        }

        Assert.True(passed >= Rounds && kept >= Rounds, $"{passed} passed and {kept} did not: nothing was shown.");
    }

    [Fact]
    public async Task What_is_counted_is_what_is_listed_document_by_document()
    {
        var (world, documents) = await PublishAsync(new Random(11), count: 60);
        var (items, figures) = (new ItemQueries(_exchange.Service), new FigureQueries(_exchange.Service));
        var homes = world.Partners.ToDictionary(p => p.Id, p => p.Facts.Jurisdiction);
        var counted = 0L;
        foreach (var viewer in world.Partners.Take(Viewers).Select(p => (Viewer)new Viewer.Partner(world.ProfileOf(p), p.Members.Keys.First())).Append(Viewer.Public))
        {
            var seen = (await items.ListAsync(viewer, ItemFilter.None, after: null, max: 1_000, Ct)).Rows.Select(row => (Side: homes[row.Originator], Made: documents[row.Id.Value])).ToList();
            var right = seen.SelectMany(s => new[]
                {
                    ("scores", RatingOf(s.Made.Scores)), ("exploited", s.Made.Cves.Contains(Exploited) ? LiveTables.Known : "not"),
                    ("vendors", VendorPool[s.Made.Vendor][0]), ("weaknesses", s.Made.Cwes[0]),
                }.Select(v => (Dimension: v.Item1, s.Side, Month: Period.MonthOf(s.Made.InitialAt), Term: v.Item2)))
                .Where(v => v.Term != "not").GroupBy(v => v).Select(g => new LiveCount(g.Key.Dimension, g.Key.Side, g.Key.Month, g.Key.Term, g.LongCount()));

            var told = await figures.CountAsync(viewer, new(Period.OfYear(2026), Period.OfYear(2026), [], []), [], Ct);
            Assert.Equal(right.ToHashSet(), told.Where(c => c.Dimension != LiveTables.AdvisoryLabels).ToHashSet());
            Assert.Equal(seen.Count, told.Where(c => c.Dimension == LiveTables.AdvisoryLabels).Sum(c => c.Items));
            Assert.Empty(await figures.CountAsync(viewer, new(Period.OfYear(2026), Period.OfYear(2026), ["eu.energy"], []), [], Ct)); // As in lists: an advisory names no sector.
            var one = await figures.CountAsync(viewer, new(Period.OfMonth(2026, 1), Period.OfMonth(2026, 1), [], [CwePool[0]]), [], Ct);
            Assert.Equal(told.Where(c => c.Month == Period.OfMonth(2026, 1) && c.Dimension is not "vendors" && (c.Dimension is not "weaknesses" || c.Term == CwePool[0])).ToHashSet(), one.ToHashSet());
            counted += told.Where(c => c.Dimension == "scores").Sum(c => c.Items);
        }

        Assert.True(counted > 60, $"{counted} were counted: nothing was shown.");
    }

    // Of two equal scores that by the later version counts.
    private static string? RatingOf(IReadOnlyDictionary<int, double> scores) => scores.OrderByDescending(score => score.Value).ThenByDescending(score => score.Key).FirstOrDefault() is { Key: > 0 } highest
        ? LiveTables.RatingOf(highest.Value, highest.Key)
        : LiveTables.RatingOf(score: null, version: null);

    // Signs of a name count, and so do those beyond U+FFFF: what is left of one is not a text that every name holds.
    [Fact]
    public async Task A_sign_that_no_name_has_passes_nothing()
    {
        var (world, _) = await PublishAsync(new Random(9), count: 3);
        var viewer = new Viewer.Partner(world.ProfileOf(world.Partners[0]), world.Partners[0].Members.Keys.First());
        var items = new ItemQueries(_exchange.Service);

        Assert.NotEqual(0, await items.CountAsync(viewer, ItemFilter.None, Ct));
        Assert.Equal(0, await items.CountAsync(viewer, new() { VendorTexts = ["\U0001F512"] }, Ct));
        Assert.Equal(0, await items.CountAsync(viewer, new() { ProductTexts = ["\U0001F512"] }, Ct));
    }

    [Fact]
    public async Task A_list_that_is_longer_than_the_index_takes_is_found_by_its_end()
    {
        var random = new Random(8);
        var cves = Enumerable.Range(1, 1_200).Select(n => $"CVE-2025-{10_000 + n}").ToArray();
        var (world, documents) = await PublishAsync(random, count: 3, cves);
        var viewer = new Viewer.Partner(world.ProfileOf(world.Partners[0]), world.Partners[0].Members.Keys.First());

        var slice = await new SearchQueries(_exchange.Service).SearchAsync(
            viewer, SearchQuery.Read(Word).Query!, new() { Cves = [cves[^1]] }, after: null, max: 10, Ct); // It asks for something.

        Assert.Equal(documents.Keys.Order(), slice.Hits.Select(hit => hit.Row.Id.Value).Order());
    }

    private static async Task<List<Guid>> ListAsync(Func<ItemCursor?, Task<(IEnumerable<Guid> Ids, ItemCursor? Next)>> page)
    {
        List<Guid> ids = [];
        ItemCursor? after = null;
        do
        {
            var (part, next) = await page(after);
            ids.AddRange(part);
            after = next;
        }
        while (after is not null);
        return ids;
    }

    // A partner's documents, for all, for the community, for some of it or for itself.
    private async Task<(SharingWorld World, Dictionary<Guid, Made> Documents)> PublishAsync(Random random, int count, string[]? cves = null)
    {
        var (core, search) = (new SharingCore(new LiveDirectory(_exchange.Service)), new SearchView());
        await using var connection = await _exchange.Projector.OpenForAsync(core.Schema, Ct);
        await using var ofSearch = await _exchange.Projector.OpenForAsync(search.Schema, Ct);
        await core.ClearAsync(connection, Ct);
        await search.ClearAsync(ofSearch, Ct);
        var position = 0L;
        var world = new SharingWorld(new VisibilityOracle(), ApplyAsync);
        await world.BeginAsync();
        var documents = new Dictionary<Guid, Made>();
        for (var number = 0; number < count; number++)
        {
            var made = Made.Of(random, cves);
            var facts = await MadeDocument.StoreAsync(database, made.Document(number), Ct);
            var id = new Guid(number + 1, 0, 0, new byte[8]);
            documents.Add(id, made);
            var originator = world.Partners[cves is null ? random.Next(world.Partners.Count) : 0];
            await ApplyAsync(MadeDocument.Published(id, facts, originator, MadeDocument.Terms(random, world)) with { RecordedAt = Start.AddDays(number) });
        }

        var known = KnownExploitedEventCatalog.Catalog.Write(new KnownExploitedEvent.KnownExploitedStated(
            new("2026.01.01", Start, 1, "00"), [new(Exploited, "A", "B", "C", new(2026, 1, 1), DueOn: null, Ransomware: false)], [], world.Partners[0].Members.Keys.First()));
        await ApplyAsync(new(position + 1, KnownExploitedEventCatalog.Stream, 1, Guid.NewGuid(), known.Name, known.Version, Start, [], known.Body, known.Addressing));
        await search.CompleteAsync(ofSearch, Ct);
        return (world, documents);

        async Task ApplyAsync(StoredEvent e)
        {
            position = Math.Max(position + 1, e.Position);
            await core.ApplyAsync(connection, e with { Position = position }, e.RecordedAt, Ct);
            await search.ApplyAsync(ofSearch, e with { Position = position }, e.RecordedAt, Ct);
        }
    }

    // One to three criteria, and what they mean.
    private static (ItemFilter Filter, Func<Made, bool> Passes) Filter(Random random)
    {
        var filter = ItemFilter.None;
        List<Func<Made, bool>> all = [];
        for (var criteria = random.Next(1, 4); criteria > 0; criteria--)
        {
            switch (random.Next(17))
            {
                case 0:
                    var cves = Some(random, [.. CvePool, "CVE-2026-9"]);
                    filter = filter with { Cves = cves };
                    all.Add(made => made.Cves.Intersect(cves).Any());
                    break;
                case 1:
                    var cwes = Some(random, [.. CwePool, "CWE-7"]);
                    filter = filter with { Cwes = cwes };
                    all.Add(made => made.Cwes.Intersect(cwes).Any());
                    break;
                case 2:
                    var vendors = VendorPool[random.Next(VendorPool.Length)];
                    filter = filter with { Vendors = [vendors[random.Next(1, vendors.Length)]] };
                    all.Add(made => VendorPool[made.Vendor] == vendors);
                    break;
                case 3:
                    var (typed, held) = new[] { ("SIEMENS", "siemens"), ("ﾋﾞ", "ビ"), ("mull", "muller"), ("電機", "電機"), ("ens a", "ens a"), ("ie-mens", "ie-mens") }[random.Next(6)];
                    filter = filter with { VendorTexts = [typed] };
                    all.Add(made => VendorPool[made.Vendor][0].Contains(held, StringComparison.Ordinal));
                    break;
                case 4:
                    var products = Some(random, ProductPool);
                    filter = filter with { Products = [.. products.Select(p => p.ToLowerInvariant())] };
                    all.Add(made => products.Contains(made.Product));
                    break;
                case 5:
                    var text = new[] { "s7", "1500", "7-1", "継電", "relay" }[random.Next(5)];
                    filter = filter with { ProductTexts = [text.ToUpperInvariant()] };
                    all.Add(made => made.Product.Contains(text, StringComparison.OrdinalIgnoreCase));
                    break;
                case 6:
                    var min = random.Next(0, 101) / 10.0;
                    filter = filter with { CvssMin = min };
                    all.Add(made => made.HighestOf(filter.CvssVersions) >= min);
                    break;
                case 7:
                    var max = random.Next(0, 101) / 10.0;
                    filter = filter with { CvssMax = max };
                    all.Add(made => made.HighestOf(filter.CvssVersions) <= max);
                    break;
                case 8:
                    var versions = random.Next(2) == 0 ? new[] { 2 } : [3, 4];
                    filter = filter with { CvssVersions = versions };
                    all.Add(made => made.HighestOf(filter.CvssVersions) is not null);
                    break;
                case 9:
                    var (from, to) = (Start.AddDays(random.Next(30)), Start.AddDays(random.Next(30, 60)));
                    filter = filter with { CurrentReleaseSince = from, CurrentReleaseBefore = to };
                    all.Add(made => made.CurrentAt >= from && made.CurrentAt < to);
                    break;
                case 10:
                    var since = Start.AddDays(random.Next(30));
                    filter = filter with { InitialReleaseSince = since };
                    all.Add(made => made.InitialAt >= since);
                    break;
                case 11:
                    var before = Start.AddDays(random.Next(30));
                    filter = filter with { InitialReleaseBefore = before };
                    all.Add(made => made.InitialAt < before);
                    break;
                case 12:
                    var categories = Some(random, CategoryPool);
                    filter = filter with { Categories = categories };
                    all.Add(made => categories.Contains(made.Category));
                    break;
                case 13:
                    var exploited = random.Next(2) == 0;
                    filter = filter with { KnownExploited = exploited };
                    all.Add(made => made.Cves.Contains(Exploited) == exploited);
                    break;
                case 14:
                    var purl = PurlQuestions[random.Next(PurlQuestions.Length)];
                    filter = filter with { Purls = [PackageUrl.TryParse(purl.Asked, out var package, out _) ? package : throw new InvalidOperationException(purl.Asked)] };
                    all.Add(made => purl.Met.Contains(made.Purl));
                    break;
                case 15:
                    var cpe = CpeQuestions[random.Next(CpeQuestions.Length)];
                    filter = filter with { Cpes = [CpeName.TryParse(cpe.Asked, out var name) ? name : throw new InvalidOperationException(cpe.Asked)] };
                    all.Add(made => cpe.Met.Contains(made.Cpe));
                    break;
                default:
                    var statuses = Some(random, StatusPool);
                    filter = filter with { Statuses = statuses };
                    all.Add(made => statuses.Contains(made.Status));
                    break;
            }
        }

        // A criterion that was drawn twice holds what was drawn last, so the first drawing must not be asked.
        return Distinct(filter, all, random);
    }

    private static (ItemFilter Filter, Func<Made, bool> Passes) Distinct(ItemFilter filter, List<Func<Made, bool>> all, Random random)
    {
        var given = new[]
        {
            filter.Cves.Count, filter.Cwes.Count, filter.Vendors.Count, filter.VendorTexts.Count, filter.Products.Count, filter.ProductTexts.Count,
            filter.CvssMin is null ? 0 : 1, filter.CvssMax is null ? 0 : 1, filter.CvssVersions.Count, filter.CurrentReleaseSince is null ? 0 : 1,
            filter.InitialReleaseSince is null ? 0 : 1, filter.InitialReleaseBefore is null ? 0 : 1, filter.Categories.Count, filter.Statuses.Count, filter.KnownExploited is null ? 0 : 1,
            filter.Purls.Count, filter.Cpes.Count,
        }.Count(n => n > 0);
        return given == all.Count ? (filter, made => all.TrueForAll(meets => meets(made))) : Filter(random);
    }

    private static string[] Some(Random random, string[] from) => random.GetItems(from, random.Next(1, 3));

    /// <summary>What a made-up document says.</summary>
    private sealed record Made
    {
        public required int Vendor { get; init; }

        public required string VendorName { get; init; }

        public required string Product { get; init; }

        public required IReadOnlyList<string> Cves { get; init; }

        public required IReadOnlyList<string> Cwes { get; init; }

        /// <summary>By CVSS 2 and 3.</summary>
        public required IReadOnlyDictionary<int, double> Scores { get; init; }

        public required string Purl { get; init; }

        public required string Cpe { get; init; }

        public required DateTimeOffset InitialAt { get; init; }

        public required DateTimeOffset CurrentAt { get; init; }

        public required string Category { get; init; }

        public required string Status { get; init; }

        public static Made Of(Random random, string[]? cves)
        {
            var vendor = random.Next(VendorPool.Length);
            var initial = Start.AddDays(random.Next(40));
            return new()
            {
                Vendor = vendor,
                VendorName = VendorPool[vendor][random.Next(1, VendorPool[vendor].Length)],
                Product = ProductPool[random.Next(ProductPool.Length)],
                Cves = cves ?? [.. Some(random, CvePool).Distinct()],
                Cwes = [CwePool[random.Next(CwePool.Length)]],
                Scores = new[] { 2, 3 }.Where(_ => random.Next(5) < 3).ToDictionary(version => version, _ => random.Next(0, 101) / 10.0),
                Purl = PurlPool[random.Next(PurlPool.Length)],
                Cpe = CpePool[random.Next(CpePool.Length)],
                InitialAt = initial,
                CurrentAt = initial.AddDays(random.Next(20)),
                Category = CategoryPool[random.Next(CategoryPool.Length)],
                Status = StatusPool[random.Next(StatusPool.Length)],
            };
        }

        public double? HighestOf(IReadOnlyList<int> versions) =>
            Scores.Where(score => versions.Count == 0 || versions.Contains(score.Key)).Select(score => (double?)score.Value).Max();

        public byte[] Document(int number)
        {
            var score = Scores.Count == 0 ? null : new JsonObject { ["products"] = new JsonArray("P") };
            if (Scores.TryGetValue(2, out var second))
            {
                score!["cvss_v2"] = new JsonObject { ["version"] = "2.0", ["vectorString"] = "AV:N/AC:L/Au:N/C:C/I:C/A:C", ["baseScore"] = second }; // There is a score.
            }

            if (Scores.TryGetValue(3, out var third))
            {
                score!["cvss_v3"] = new JsonObject { ["version"] = "3.1", ["vectorString"] = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", ["baseScore"] = third, ["baseSeverity"] = "HIGH" }; // As above.
            }

            var vulnerabilities = Cves.Select(cve => (JsonNode)new JsonObject
            {
                ["cve"] = cve,
                ["cwe"] = new JsonObject { ["id"] = Cwes[0], ["name"] = "A weakness." },
                ["product_status"] = new JsonObject { ["known_affected"] = new JsonArray("P") },
                ["scores"] = score is null ? null : new JsonArray(score.DeepClone()),
            }).ToArray();
            foreach (var vulnerability in vulnerabilities.Where(_ => score is null))
            {
                vulnerability.AsObject().Remove("scores");
            }

            var root = new JsonObject
            {
                ["document"] = new JsonObject
                {
                    ["category"] = Category,
                    ["csaf_version"] = "2.0",
                    ["title"] = $"A {Word} of number {number}",
                    ["publisher"] = new JsonObject { ["category"] = "vendor", ["name"] = "A maker", ["namespace"] = "https://maker.example" },
                    ["tracking"] = new JsonObject
                    {
                        ["id"] = $"A-{number}",
                        ["version"] = "1",
                        ["status"] = Status,
                        ["initial_release_date"] = $"{InitialAt:yyyy-MM-ddTHH:mm:ssZ}",
                        ["current_release_date"] = $"{CurrentAt:yyyy-MM-ddTHH:mm:ssZ}",
                        ["revision_history"] = new JsonArray(new JsonObject { ["number"] = "1", ["date"] = $"{CurrentAt:yyyy-MM-ddTHH:mm:ssZ}", ["summary"] = "First." }),
                    },
                },
                ["product_tree"] = new JsonObject
                {
                    ["branches"] = new JsonArray(new JsonObject
                    {
                        ["category"] = "vendor",
                        ["name"] = VendorName,
                        ["branches"] = new JsonArray(new JsonObject
                        {
                            ["category"] = "product_name",
                            ["name"] = Product,
                            ["product"] = new JsonObject
                            {
                                ["name"] = $"{VendorName} {Product}",
                                ["product_id"] = "P",
                                ["product_identification_helper"] = new JsonObject { ["purl"] = Purl, ["cpe"] = Cpe },
                            },
                        }),
                    }),
                },
                ["vulnerabilities"] = new JsonArray(vulnerabilities),
            };
            return Encoding.UTF8.GetBytes(root.ToJsonString());
        }
    }
}
