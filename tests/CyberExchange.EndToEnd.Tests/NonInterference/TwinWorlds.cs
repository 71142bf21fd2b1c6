using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using CyberExchange.DevHost.Certificates;
using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.EndToEnd.Tests.Advisories;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Partners;
using CyberExchange.EndToEnd.Tests.Subscriptions;
using CyberExchange.EventStore;
using CyberExchange.Server.Advisories;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Sealing;
using CyberExchange.Testing.Worlds;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.NonInterference;

/// <summary>
/// A random world played to two exchanges: to one whole, and with a <see cref="HiddenLife"/> between its steps; to the other without
/// whatever a certain partner never saw.
/// </summary>
internal sealed class TwinWorlds : IAsyncDisposable
{
    /// <summary>The address of what everybody reads.</summary>
    public const string CriedAddress = "https://crier.example/cried-1.json";

    /// <summary>The address of what the partner never sees.</summary>
    public const string HiddenAddress = "https://hidden.example/hidden-1.json";

    private static readonly Lazy<X509Certificate2> Crier = new(() => RunningExchange.IssueEuropean("crier"));

    private readonly IReadOnlyList<Role> _rolesAtFirst;
    private readonly List<Guid> _cried = [];
    private HttpClient _crierOfWhole = null!; // Enrolled while the worlds are played.
    private HttpClient _crierOfLess = null!;
    private HiddenLife _life = null!;
    private int _seconds;

    private TwinWorlds(SharingWorld world, Partner partner, HashSet<string> hidden, IReadOnlyList<Role> rolesAtFirst, Twin whole, Twin less) =>
        (World, Partner, HiddenStreams, _rolesAtFirst, Whole, Less) = (world, partner, hidden, rolesAtFirst, whole, less);

    public Twin Whole { get; }

    public Twin Less { get; }

    public SharingWorld World { get; }

    /// <summary>From whom something is hidden.</summary>
    public Partner Partner { get; }

    public HiddenLife Life => _life;

    /// <summary>The streams of those items that the partner never saw.</summary>
    public HashSet<string> HiddenStreams { get; }

    /// <summary>The partner's own subscriptions.</summary>
    public List<Guid> Subscriptions { get; } = [];

    /// <summary>Items that the partner has in both worlds, whatever the model does.</summary>
    public List<Guid> Own { get; } = [];

    /// <summary>Items that somebody else tells the partner in both worlds; the last of them it has lost.</summary>
    public List<Guid> Told { get; } = [];

    /// <summary>The ids of everything that is in either world.</summary>
    public IReadOnlyList<Guid> Ids => [.. Whole.World.Known.Concat(_life.Ids).Concat(Subscriptions).Concat(Own).Concat(Told).Concat(_cried).Distinct()];

    public IReadOnlyList<ItemId> Hidden => [.. World.Incidents.Keys.Where(IsHidden).Select(i => new ItemId(Whole.World.Real(i.Value)))];

    /// <summary>Plays the world that these numbers say.</summary>
    public static async Task<TwinWorlds> PlayAsync(int[] numbers)
    {
        var (events, oracle, seen) = (new List<StoredEvent>(), new VisibilityOracle(), new HashSet<(ItemId, MemberId?)>());
        var world = new SharingWorld(oracle, e =>
        {
            events.Add(e);
            return Task.CompletedTask;
        })
        {
            // A CERT publishes as well as reports, and the model does not know which of the two it does.
            MayAct = profile => !profile.Suspended && profile.Roles.Any(role => role is Role.Cert || (role is Role.Operator && !profile.Handle.StartsWith("cert", StringComparison.Ordinal))),
        };
        await world.BeginAsync();
        var (begun, roles) = (events.Count, world.Partners.ToDictionary(p => p.Id, p => p.Facts.Roles));
        foreach (var number in numbers)
        {
            await world.StepAsync(number);
            seen.UnionWith(
                from id in oracle.Items
                from member in world.Partners.SelectMany(p => p.Members.Keys).Select(m => (MemberId?)m).Append(null)
                where oracle.Sees(member, id) || oracle.Lost(member, id)
                select (id, member));
        }

        // A steward administers every partner, and a suspended one is answered nothing.
        var candidates = world.Partners.Where(p => !p.Suspended && !p.Facts.Roles.Contains(Role.Steward)).ToList();
        var partner = candidates.Count == 0 ? world.Partners[0] : candidates[(int)(numbers.Sum(n => (long)n) % candidates.Count)];
        MemberId?[] members = [.. partner.Members.Keys, null];
        var hidden = oracle.Items
            .Where(id => world.Incidents[new(id.Value)].Sharing.Originator != partner.Id && members.All(member => !seen.Contains((id, member))))
            .Select(id => IncidentEventCatalog.Stream(new(id.Value)))
            .ToHashSet(StringComparer.Ordinal);

        var key = RandomNumberGenerator.GetBytes(InstanceKey.KeyBytes);
        var start = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds()); // The certificates are of today.
        var both = await Task.WhenAll(Twin.StartAsync(key, start), Twin.StartAsync(key, start));
        var twins = new TwinWorlds(world, partner, hidden, roles[partner.Id], both[0], both[1]);
        twins._life = new(twins.Whole);
        await Task.WhenAll(twins.PlayAsync(twins.Whole, events, begun), twins.PlayAsync(twins.Less, events, begun));
        twins.Begin("asked");
        return twins;
    }

    /// <summary>Sets both clocks to a later second, and names what comes.</summary>
    public void Begin(string step)
    {
        _seconds++;
        Whole.Begin(step, _seconds);
        Less.Begin(step, _seconds);
    }

    /// <summary>Something hidden happens in the one world that has such things.</summary>
    public async Task StirAsync()
    {
        Whole.Begin(string.Create(CultureInfo.InvariantCulture, $"stirred-{_seconds}"), _seconds + 0.5);
        await _life.StirAsync();
        await Whole.Exchange.CaughtUpAsync();
    }

    /// <summary>In both worlds somebody tells everyone something.</summary>
    /// <returns>The id of what was told.</returns>
    public async Task<Guid> CryAsync()
    {
        Begin(string.Create(CultureInfo.InvariantCulture, $"cried-{_seconds}"));
        var ids = await Task.WhenAll(CryAsync(_crierOfWhole), CryAsync(_crierOfLess));
        Assert.Equal(ids[0], ids[1]);
        _cried.Add(ids[0]);
        return ids[0];
    }

    /// <summary>What should have been hidden is told to everyone, in the one world alone.</summary>
    public async Task LeakAsync()
    {
        Whole.Begin("leaked", _seconds);
        _cried.Add(await CryAsync(_crierOfWhole));
        await Whole.Exchange.CaughtUpAsync();
    }

    public Task CaughtUpAsync() => Task.WhenAll(Whole.Exchange.CaughtUpAsync(), Less.Exchange.CaughtUpAsync());

    public async ValueTask DisposeAsync()
    {
        await Whole.DisposeAsync();
        await Less.DisposeAsync();
    }

    private bool IsHidden(IncidentId id) => HiddenStreams.Contains(IncidentEventCatalog.Stream(id));

    private async Task PlayAsync(Twin twin, List<StoredEvent> events, int begun)
    {
        var isWhole = twin == Whole;
        for (var i = 0; i < events.Count; i++)
        {
            twin.Begin(string.Create(CultureInfo.InvariantCulture, $"world-{i}"), i);
            if (isWhole || !HiddenStreams.Contains(events[i].Stream))
            {
                await twin.World.DoAsync(events[i]);
            }

            if (i == begun - 1)
            {
                await EquipAsync(twin, isWhole);
            }
            else if (i >= begun && isWhole)
            {
                twin.Begin(string.Create(CultureInfo.InvariantCulture, $"hidden-{i}"), i + 0.5);
                await _life.StepAsync();
            }
        }

        if (isWhole)
        {
            _seconds = events.Count;
            twin.Begin("hidden-rest", events.Count);
            await _life.FinishAsync();
        }

        await twin.Exchange.CaughtUpAsync();
    }

    // What both worlds have and the model does not: a CERT that everyone hears, what it tells the partner, and what is the partner's own.
    private async Task EquipAsync(Twin twin, bool isWhole)
    {
        var steward = twin.World.Steward;
        var crier = (await steward.PostJsonAsync(
            "/v1/partners", """{ "handle": "crier", "name": "Crier", "jurisdiction": "EU", "roles": ["cert"], "sectors": ["eu.energy"], "listed": true }""").ReceiptAsync()).Id;
        await twin.Exchange.CaughtUpAsync();
        await steward.BindAsync(await steward.AddMemberAsync(crier, "crier-1", "person"), CertificateKey.Fingerprint(Crier.Value)).ReceiptAsync();
        await twin.Exchange.CaughtUpAsync();
        var client = twin.Exchange.With(Crier.Value, patient: true);
        var partner = twin.World.Clients[Partner.Members.Keys.First(twin.World.Clients.ContainsKey)];
        Guid[] subscriptions = [await partner.SubscribeAsync("\"sectors\": [\"eu.energy\"]", "Energy"), await partner.SubscribeAsync("\"kinds\": [\"advisory\"], \"originators\": [\"crier\"]", "Crier")];
        var told = await TellAsync(twin, client);
        var own = await OwnAsync(partner);
        await twin.Exchange.CaughtUpAsync();
        if (isWhole)
        {
            _crierOfWhole = client;
            Subscriptions.AddRange(subscriptions);
            Own.AddRange(own);
            Told.AddRange(told);
        }
        else
        {
            _crierOfLess = client;
        }
    }

    // An advisory and an incident for the whole community, and one for the partner, from which it is then taken away.
    private async Task<Guid[]> TellAsync(Twin twin, HttpClient crier)
    {
        const string everyone = """ "label": "TLP:GREEN", "legalBases": [{ "destination": "JP", "code": "consent", "reference": "1" }] """;
        var document = AdvisoryRequests.Changed(AdvisoryExamples.Document, d =>
        {
            d["tracking"]!["id"] = "CRIED-1";
            d["references"] = new JsonArray(AdvisoryRequests.Reference("self", CriedAddress));
        });
        var advisory = await crier.PublishAsync($$"""{ "provenance": "coordinator", "sharing": { {{everyone}} } }""", document).ReceiptAsync();
        var incident = await crier.PostJsonAsync("/v1/incidents", Report("told to all the world", everyone)).ReceiptAsync();
        var one = everyone.Replace("TLP:GREEN\"", $"TLP:AMBER\", \"audience\": {{ \"partners\": [\"{twin.World.Real(Partner.Id.Value)}\"] }}", StringComparison.Ordinal);
        var lost = await crier.PostJsonAsync("/v1/incidents", Report("told to one in the world", one)).ReceiptAsync();
        await twin.Exchange.CaughtUpAsync();
        using var read = await crier.ReadAsync($"/v1/incidents/{lost.Id}");
        await crier.WriteAsync(HttpMethod.Put, $"/v1/incidents/{lost.Id}/sharing", """{ "sharing": { "label": "TLP:AMBER" } }""", ifMatch: read.Headers.ETag!.ToString()).ReceiptAsync(); // Every single read has a tag.
        return [advisory.Id, incident.Id, lost.Id];
    }

    // For the whole community, which has hidden members, and for operators, of whom a hidden one is abroad for some.
    private async Task<Guid[]> OwnAsync(HttpClient partner)
    {
        if (!_rolesAtFirst.Any(role => Rights.Has(role, Capability.ReportIncidents)))
        {
            return [];
        }

        var forAll = await partner.PostJsonAsync("/v1/incidents", Report("own and for all the world", """ "label": "TLP:GREEN" """)).ReceiptAsync();
        var forSome = await partner.PostJsonAsync("/v1/incidents", Report("own and for operators", """ "label": "TLP:AMBER", "audience": { "roles": ["operator"] } """)).ReceiptAsync();
        if (!_rolesAtFirst.Contains(Role.Cert))
        {
            return [forAll.Id, forSome.Id];
        }

        var document = AdvisoryRequests.Changed(AdvisoryExamples.Document, d =>
        {
            d["tracking"]!["id"] = "OWN-1";
            AdvisoryRequests.Translates(d, HiddenAddress);
        });
        return [forAll.Id, (await partner.PublishAsync("""{ "provenance": "coordinator", "sharing": { "label": "TLP:GREEN" } }""", document).ReceiptAsync()).Id, forSome.Id];
    }

    private static string Report(string title, string sharing) => $$"""
        {
          "report": {
            "title": "{{title}}", "summary": "A world's incident.", "classification": "rsit.availability.outage",
            "sectors": ["eu.energy"], "detectedAt": "2026-02-03T04:05:06Z"
          },
          "sharing": { {{sharing}} }
        }
        """;

    private static async Task<Guid> CryAsync(HttpClient crier) =>
        (await crier.PostJsonAsync("/v1/incidents", Report("first of all the world", """ "label": "TLP:CLEAR" """)).ReceiptAsync()).Id;
}
