using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using CyberExchange.Bench.Http;
using CyberExchange.Bench.Sharing;
using CyberExchange.DevHost.Certificates;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Delivery.Csaf;
using CyberExchange.Storage.Csaf;
using CyberExchange.Testing.Suites;

namespace CyberExchange.Bench.Site;

/// <summary>The provider site: real documents published to it over HTTP, one more among very many, and its files against plain Kestrel.</summary>
/// <remarks>
/// Publishing counts until the site lists every document with hash and signature; its floor is gpg signing the same documents and nothing else.
/// One more at N is put on a site of generated entries, and what lists it is made anew; its floor is to make every file of the site.
/// </remarks>
internal static class SiteBench
{
    private const string Site = "/csaf/cert-eu/white/";
    private const int Writers = 8;
    private const int EntriesDefault = 100_000;
    private const int Years = 20;

    // gpg is most of the work: everything else together may take as long again.
    private const double PublishTarget = 0.5;

    // A document touches its year's feed and the two lists of all.
    private const double OneMoreTarget = 0.25;
    private const double KeptTarget = 0.5;

    public static async Task<int> RunAsync(string[] options)
    {
        var (json, rounds) = BenchOptions.Read(options);
        Say(OneMore(BenchOptions.Number(options, "--items") ?? EntriesDefault, rounds));
        var folder = Directory.CreateTempSubdirectory("cx-site-").FullName;
        try
        {
            if (DevelopmentSigningKey.Ensure(folder) is not { } key)
            {
                await Console.Error.WriteLineAsync("bench site needs the program gpg to publish.");
                return 1;
            }

            var signing = new OpenPgpKeyOptions(key.Fingerprint, key.Home);
            await using var bench = await BenchExchange.StartAsync(settings: server => server with { Csaf = new() { Provider = "cert-eu", Key = signing } });
            using var client = bench.Client();
            var published = await PublishAsync(client, signing);
            if (published is not { } measured)
            {
                await Console.Error.WriteLineAsync("The documents of cisa-csaf are not in CYBEREXCHANGE_SHARED: publishing and reading are left out.");
                return 0;
            }

            Say(measured);
            await KeptAsync(bench, rounds, Say);
            return 0;
        }
        finally
        {
            DevelopmentSigningKey.End(folder);
            Directory.Delete(folder, recursive: true);
        }

        void Say(Measurement measured) => Console.WriteLine(json ? measured.ToJson() : measured.ToLine());
    }

    private static async Task<Measurement?> PublishAsync(HttpClient client, OpenPgpKeyOptions key)
    {
        if (SharedSuites.Find("data/cisa-csaf") is not { } data)
        {
            return null;
        }

        var documents = Directory.GetFiles(data, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToList();
        var signer = await OpenPgpSigner.OpenAsync(key, CancellationToken.None);
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(documents, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (document, ct) => await signer.SignAsync(document, ct));
        var floor = documents.Count / clock.Elapsed.TotalSeconds;

        clock.Restart();
        var taken = 0;
        await Parallel.ForEachAsync(documents, new ParallelOptions { MaxDegreeOfParallelism = Writers }, async (document, _) =>
        {
            if (await PostAsync(client, document))
            {
                Interlocked.Increment(ref taken);
            }
        });
        while (await ListedAsync(client) < taken)
        {
            await Task.Delay(50);
        }

        var rate = taken / clock.Elapsed.TotalSeconds;
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{taken} of {documents.Count} documents were taken and stand on the site"));
        return Measurement.Of("site.publish", "documents/s", [(rate, floor)], PublishTarget);
    }

    private static async Task<bool> PostAsync(HttpClient client, byte[] document)
    {
        var key = Guid.NewGuid().ToString();
        while (true)
        {
            // 503 asks for the same request again, under the same key.
            if (await PostOnceAsync(client, document, key) is { } taken)
            {
                return taken;
            }

            await Task.Delay(50);
        }
    }

    private static async Task<bool?> PostOnceAsync(HttpClient client, byte[] document, string key)
    {
        using var terms = new StringContent("""{"sharing":{"label":"TLP:CLEAR"},"provenance":"coordinator"}""");
        using var content = new ByteArrayContent(document);
        using var form = new MultipartFormDataContent { { terms, "terms", "terms.json" }, { content, "document", "document.json" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/advisories") { Content = form };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode switch
        {
            HttpStatusCode.ServiceUnavailable => null,
            HttpStatusCode.UnprocessableEntity or HttpStatusCode.Conflict => false,
            _ => answer.IsSuccessStatusCode ? true : throw new InvalidOperationException(await answer.Content.ReadAsStringAsync()),
        };
    }

    private static async Task<int> ListedAsync(HttpClient client)
    {
        using var answer = await client.GetAsync($"{Site}index.txt");
        return answer.IsSuccessStatusCode ? (await answer.Content.ReadAsStringAsync()).Count(c => c == '\n') : 0;
    }

    private static async Task KeptAsync(BenchExchange bench, int rounds, Action<Measurement> say)
    {
        using var client = bench.PublicClient();
        using var plain = bench.PlainClient();
        var first = (await client.GetStringAsync($"{Site}index.txt")).Split('\n')[0];
        foreach (var (name, path) in new[] { ("site.kept-document", first), ("site.kept-index", "index.txt") })
        {
            bench.PlainAnswer = await client.GetByteArrayAsync(Site + path);
            say(await Turns.AlternateAsync(
                name, "requests/s", rounds, KeptTarget, _ => client.GetByteArrayAsync(Site + path), _ => plain.GetByteArrayAsync("/v1/feed")));
        }
    }

    private static Measurement OneMore(int count, int rounds)
    {
        var site = new CsafSite("cert-eu", new(new CsafPlaces("https://exchange.example", "cert-eu"), new CsafSigning()));
        for (var i = 0; i < count; i++)
        {
            site.Put(Entry(i));
        }

        var all = Enumerable.Range(0, Years).Select(y => $"white/{CsafPlaces.FeedOf(CsafPlaces.White, CsafEntry.FolderOf(2007 + y))}").Concat(["white/index.txt", "white/changes.csv", CsafPlaces.Metadata]).ToList();
        var results = new List<(double, double)>();
        for (var round = 0; round <= rounds; round++)
        {
            var fresh = new CsafSite("cert-eu", new(new CsafPlaces("https://exchange.example", "cert-eu"), new CsafSigning()));
            foreach (var entry in site.Entries)
            {
                fresh.Put(entry);
            }

            var floor = TimeOf(() => all.ForEach(path => fresh.FindMade(path)));
            var one = TimeOf(() =>
            {
                fresh.Put(Entry(count + round));
                all.ForEach(path => fresh.FindMade(path));
            });
            results.Add((one, floor));
        }

        results.RemoveAt(0); // One turn to warm up.
        return Measurement.Of(string.Create(CultureInfo.InvariantCulture, $"site.one-more-at-{count}"), "ms", results, OneMoreTarget, better: "lower");
    }

    private static double TimeOf(Action once)
    {
        var clock = Stopwatch.StartNew();
        once();
        return clock.Elapsed.TotalMilliseconds;
    }

    private static CsafEntry Entry(int number)
    {
        var digest = SHA512.HashData(BitConverter.GetBytes(number));
        var released = new DateTimeOffset(2007 + (number % Years), 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(number);
        return new()
        {
            Item = new(new Guid(digest.AsSpan(0, 16))),
            TrackingId = string.Create(CultureInfo.InvariantCulture, $"CX-{released.Year}-{number:D6}"),
            Title = "Improper input validation in a gateway of a distribution grid",
            PublisherName = "CERT",
            PublisherNamespace = "https://cert-eu.example",
            OwnLabel = TlpLabel.Clear,
            StatedAt = released,
            File = new()
            {
                ItemId = new(digest.AsSpan(0, 16)),
                Sha512 = Convert.ToHexStringLower(digest),
                Position = number,
                HolderId = Guid.Empty,
                FolderYear = released.Year,
                FileName = string.Create(CultureInfo.InvariantCulture, $"cx-{released.Year}-{number:D6}.json"),
                CsafVersion = "2.0",
                PublisherCategory = "coordinator",
                InitialReleaseAt = released,
                CurrentReleaseAt = released,
                Sha256 = Convert.ToHexStringLower(SHA256.HashData(digest)),
            },
        };
    }
}
