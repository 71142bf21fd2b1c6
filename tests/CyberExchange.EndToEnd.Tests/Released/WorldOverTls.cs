using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.Partners;
using CyberExchange.Contracts.Sharing;
using CyberExchange.DevHost.Certificates;
using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Groups;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.EndToEnd.Tests.Advisories;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Partners;
using CyberExchange.EventStore;
using CyberExchange.Server.Advisories;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Items;
using Microsoft.Extensions.DependencyInjection;

namespace CyberExchange.EndToEnd.Tests.Released;

/// <summary>
/// A model's world made real: every event that it records is asked of an exchange, over TLS, by the partner whose doing it
/// is. The model names its own; <see cref="Real"/> and <see cref="Model"/> tell which is which.
/// </summary>
internal sealed class WorldOverTls(RunningExchange exchange)
{
    // A world's partners are called alike in every world, and certificates take a while to make.
    private static readonly ConcurrentDictionary<string, X509Certificate2> Certificates = new(StringComparer.Ordinal);

    private readonly HttpClient _steward = exchange.With(RunningExchange.CertificateOf("steward"), patient: true);
    private readonly Dictionary<Guid, Guid> _real = [];
    private readonly Dictionary<Guid, Guid> _model = [];
    private readonly Dictionary<PartnerId, PartnerFacts> _facts = [];
    private readonly Dictionary<PartnerId, MemberId> _firstMembers = [];
    private readonly Dictionary<PartnerId, MemberId> _secondMembers = [];
    private readonly Dictionary<IncidentId, PartnerId> _originators = [];
    private readonly Dictionary<IncidentId, string> _documents = [];

    /// <summary>Which of the model's incidents are published as advisories. Both kinds have one way of sharing, and the model need not tell them apart.</summary>
    public Func<PartnerFacts, IncidentId, bool> IsAdvisory { get; init; } = (_, _) => false;

    /// <summary>The members who act now, each with a client of its own.</summary>
    public Dictionary<MemberId, HttpClient> Clients { get; } = [];

    /// <summary>Who enrols them.</summary>
    public HttpClient Steward => _steward;

    /// <summary>All that the exchange has ids for.</summary>
    public IEnumerable<Guid> Known => _real.Values;

    /// <summary>The exchange's id of what the model calls so.</summary>
    public Guid Real(Guid model) => _real[model];

    /// <summary>The model's id of what the exchange calls so.</summary>
    public Guid Model(Guid real) => _model[real];

    /// <summary>Where the exchange has what the model calls so.</summary>
    public string Address(IncidentId id) => $"/v1/{(_documents.ContainsKey(id) ? "advisories" : "incidents")}/{Real(id.Value)}";

    /// <summary>Does what the model has just recorded, and waits until the views hold it.</summary>
    public async Task DoAsync(StoredEvent e)
    {
        if (IncidentEventCatalog.Catalog.Knows(e.Type))
        {
            var id = new IncidentId(IdIn(e.Stream, IncidentEventCatalog.StreamPrefix));
            await DoAsync(id, IncidentEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing));
        }
        else if (PartnerEventCatalog.Catalog.Knows(e.Type))
        {
            var id = new PartnerId(IdIn(e.Stream, PartnerEventCatalog.StreamPrefix));
            await DoAsync(id, PartnerEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing));
        }
        else if (GroupEventCatalog.Catalog.Knows(e.Type))
        {
            await DoAsync(e.Stream[GroupEventCatalog.StreamPrefix.Length..], GroupEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing));
        }
        else
        {
            throw new UnreachableException($"{e.Type} has no request.");
        }

        await exchange.CaughtUpAsync();
    }

    private async Task DoAsync(IncidentId id, IncidentEvent e)
    {
        switch (e)
        {
            case IncidentEvent.IncidentReported reported:
                _originators[id] = reported.Originator;
                if (IsAdvisory(_facts[reported.Originator], id))
                {
                    await PublishAsync(id, reported);
                    break;
                }

                var report = new ReportIncidentRequest { Report = Document(reported.Report), Sharing = Document(reported.Terms) };
                var receipt = await Originator(id).PostJsonAsync("/v1/incidents", Json(report, WireJson.Default.ReportIncidentRequest)).ReceiptAsync();
                Name(id.Value, receipt.Id);
                break;
            case IncidentEvent.IncidentAmended amended when _documents.TryGetValue(id, out var document):
                await ChangeAsync(id, HttpMethod.Put, "document", _documents[id] = Revised(document, amended.Report));
                break;
            case IncidentEvent.IncidentAmended amended:
                var amendment = new AmendIncidentRequest { Report = Document(amended.Report) };
                await ChangeAsync(id, HttpMethod.Put, "report", Json(amendment, WireJson.Default.AmendIncidentRequest));
                break;
            case IncidentEvent.IncidentShared { Terms.Label: TlpLabel.Clear } when _facts[_originators[id]].ClearNeedsTwoMembers:
                await ChangeAsync(id, HttpMethod.Post, "release-approval", body: null, SecondMember(id));
                break;
            case IncidentEvent.IncidentReleaseProposed proposed:
                await ChangeAsync(id, HttpMethod.Put, "sharing", Json(new ShareRequest { Sharing = Document(proposed.Terms) }, WireJson.Default.ShareRequest));
                break;
            case IncidentEvent.IncidentReleaseRejected:
                await ChangeAsync(id, HttpMethod.Post, "release-rejection", body: null);
                break;
            case IncidentEvent.IncidentShared shared:
                await ChangeAsync(id, HttpMethod.Put, "sharing", Json(new ShareRequest { Sharing = Document(shared.Terms) }, WireJson.Default.ShareRequest));
                break;
            case IncidentEvent.IncidentEmbargoLifted:
                await LiftAsync(id);
                break;
            case IncidentEvent.IncidentWithdrawn withdrawn:
                await ChangeAsync(id, HttpMethod.Post, "withdrawal", Json(new WithdrawRequest { Reason = withdrawn.Reason }, WireJson.Default.WithdrawRequest));
                break;
            case IncidentEvent.IncidentForwarded forwarded:
                var forward = new ForwardRequest
                {
                    Clients = forwarded.Clients.All ? null : Ids(forwarded.Clients.Named),
                    LegalBasis = new() { Code = forwarded.Basis.Code, Reference = forwarded.Basis.Reference },
                };
                await Forwarder(forwarded.By).WriteAsync(HttpMethod.Put, Forwarding(id), Json(forward, WireJson.Default.ForwardRequest)).ReceiptAsync();
                break;
            case IncidentEvent.IncidentForwardEnded ended:
                await Forwarder(ended.By).SendDeleteAsync(Forwarding(id)).ReceiptAsync();
                break;
            default:
                throw new UnreachableException($"{e.GetType().Name} has no request.");
        }
    }

    private async Task DoAsync(PartnerId id, PartnerEvent e)
    {
        switch (e)
        {
            case PartnerEvent.PartnerEnrolled enrolled:
                _facts[id] = enrolled.Facts;
                Name(id.Value, (await _steward.PostJsonAsync("/v1/partners", Json(Document(enrolled.Facts), WireJson.Default.PartnerFactsDocument)).ReceiptAsync()).Id);
                break;
            case PartnerEvent.PartnerChanged changed:
                _facts[id] = changed.Facts;
                var (_, tag) = await _steward.PartnerAsync(Real(id.Value));
                var facts = Json(Document(changed.Facts), WireJson.Default.PartnerFactsDocument);
                await _steward.WriteAsync(HttpMethod.Put, $"/v1/partners/{Real(id.Value)}", facts, ifMatch: tag).ReceiptAsync();
                break;
            case PartnerEvent.ClientDeparted departed:
                _facts[id] = _facts[id].Without(departed.Client);
                await Clients[_firstMembers[departed.Client]].WriteAsync(HttpMethod.Post, $"/v1/me/constituencies/{Real(id.Value)}/departure", body: null).ReceiptAsync();
                break;
            case PartnerEvent.PartnerSuspended suspended:
                var reason = Json(new ReasonRequest { Reason = suspended.Reason }, WireJson.Default.ReasonRequest);
                await _steward.PostJsonAsync($"/v1/partners/{Real(id.Value)}/suspension", reason).ReceiptAsync();
                break;
            case PartnerEvent.PartnerReinstated:
                await _steward.SendDeleteAsync($"/v1/partners/{Real(id.Value)}/suspension").ReceiptAsync();
                break;
            case PartnerEvent.MemberAdded added:
                await AddAsync(id, added);
                break;
            case PartnerEvent.MemberRemoved removed:
                await _steward.SendDeleteAsync($"/v1/partners/{Real(id.Value)}/members/{Real(removed.Member.Value)}").ReceiptAsync();
                Clients.Remove(removed.Member);
                break;
            default:
                throw new UnreachableException($"{e.GetType().Name} has no request.");
        }
    }

    private async Task DoAsync(string group, GroupEvent e)
    {
        switch (e)
        {
            case GroupEvent.GroupFormed formed:
                await _steward.FormGroupAsync(group, formed.Facts.DefaultLabel.Text(), [.. Ids(formed.Members)]);
                break;
            case GroupEvent.GroupMembersChanged changed:
                await _steward.RegroupAsync(group, [.. Ids(changed.Joined)], [.. Ids(changed.Left)]);
                break;
            case GroupEvent.GroupDissolved dissolved:
                var reason = Json(new ReasonRequest { Reason = dissolved.Reason }, WireJson.Default.ReasonRequest);
                using (var answer = await _steward.PostJsonAsync($"/v1/groups/{group}/dissolution", reason))
                {
                    await answer.BodyAsync(WireJson.Default.GroupReceipt);
                }

                break;
            default:
                throw new UnreachableException($"{e.GetType().Name} has no request.");
        }
    }

    // A key is used once and never again: a person who comes back in the same world comes with a new certificate.
    private async Task AddAsync(PartnerId partner, PartnerEvent.MemberAdded added)
    {
        var member = await _steward.AddMemberAsync(Real(partner.Value), added.Handle, "person");
        Name(added.Member.Value, Guid.Parse(member.AsSpan(member.LastIndexOf('/') + 1)));
        var jurisdiction = _facts[partner].Jurisdiction;
        var certificate = Certificates.GetOrAdd($"{added.Handle}-{added.Member.Value:N}", name => RunningExchange.Issue(name, jurisdiction));
        await _steward.BindAsync(member, CertificateKey.Fingerprint(certificate)).ReceiptAsync();
        Clients[added.Member] = exchange.With(certificate, patient: true);
        if (!_firstMembers.TryAdd(partner, added.Member))
        {
            _secondMembers[partner] = added.Member;
        }
    }

    private async Task ChangeAsync(IncidentId id, HttpMethod method, string part, string? body, HttpClient? by = null)
    {
        var address = Address(id);
        var client = by ?? Originator(id);
        using var read = await client.ReadAsync(address);
        Xunit.Assert.Equal(200, (int)read.StatusCode);
        await client.WriteAsync(method, $"{address}/{part}", body, ifMatch: read.Headers.ETag!.ToString()).ReceiptAsync(); // Every single read has a tag.
    }

    // What the worker does once the instant has passed, which no test waits for.
    private Task LiftAsync(IncidentId id) => _documents.ContainsKey(id)
        ? LiftAsync(ItemStreams.Of(new AdvisoryId(Real(id.Value))), state => new LiftAdvisoryEmbargo().Decide(state, DateTimeOffset.MaxValue))
        : LiftAsync(ItemStreams.Of(new IncidentId(Real(id.Value))), state => new LiftIncidentEmbargo().Decide(state, DateTimeOffset.MaxValue));

    private async Task LiftAsync<TState, TEvent>(CommandStream<TState, TEvent> stream, Func<TState?, Decision<TEvent>> decide)
        where TState : class
        where TEvent : class
    {
        var key = Guid.NewGuid().ToString("N");
        var result = await exchange.Services.GetRequiredService<CommandRunner>().RunAsync(
            new Command<TState, TEvent>
            {
                Stream = stream,
                By = Actor.System("test"),
                Key = new IdempotencyKey(Guid.Empty, key, SHA256.HashData(Encoding.UTF8.GetBytes(key))),
                Decide = (state, _) => Task.FromResult(decide(state)),
            },
            CancellationToken.None);
        Xunit.Assert.IsType<CommandResult.Done>(result);
    }

    // The document has a label of its own, which is a floor: it says CLEAR, so that the model's terms are taken as they are.
    private async Task PublishAsync(IncidentId id, IncidentEvent.IncidentReported reported)
    {
        var document = AdvisoryRequests.Changed(AdvisoryExamples.Document, d =>
        {
            d["tracking"]!["id"] = $"WORLD-{id.Value:N}";
            d["distribution"]!["tlp"]!["label"] = "WHITE";
            d["title"] = reported.Report.Title;
            d["notes"]![0]!["text"] = reported.Report.Summary;
        });
        _documents[id] = document;
        var terms = JsonSerializer.Serialize(
            new PublishAdvisoryTerms { Provenance = "coordinator", Sharing = Document(reported.Terms) }, WireJson.Default.PublishAdvisoryTerms);
        Name(id.Value, (await Originator(id).PublishAsync(terms, document).ReceiptAsync()).Id);
    }

    private static string Revised(string document, IncidentReport report) => AdvisoryRequests.Changed(
        AdvisoryRequests.Version(document, $"{document.Split("\"number\"").Length}"), d => d["title"] = report.Title);

    private HttpClient Originator(IncidentId id) => Clients[_firstMembers[_originators[id]]];

    private HttpClient Forwarder(PartnerId cert) => Clients[_firstMembers[cert]];

    private string Forwarding(IncidentId id) => $"{Address(id)}/forwarding";

    private HttpClient SecondMember(IncidentId id) => Clients[_secondMembers[_originators[id]]];

    private void Name(Guid model, Guid real)
    {
        _real[model] = real;
        _model[real] = model;
    }

    private SharingDocument Document(SharingTerms terms) => new()
    {
        Label = terms.Label.Text(),
        Pap = terms.Pap.Text(),
        Audience = terms.Audience.IsEmpty ? null : new()
        {
            Partners = Ids(terms.Audience.Partners),
            Members = [.. terms.Audience.Members.Select(m => Real(m.Value).ToString())],
            Groups = [.. terms.Audience.Groups.Select(g => g.Value)],
            Roles = [.. terms.Audience.Roles.Select(r => r.Text())],
            Jurisdictions = [.. terms.Audience.Jurisdictions.Select(j => j.Text())],
            Sectors = terms.Audience.Sectors,
        },
        Embargo = terms.Embargo is null ? null : new()
        {
            LocalTime = $"{DateTimeOffset.UtcNow.Year + 1}-12-24T08:00:00", // The model lives in a time of its own.
            Zone = terms.Embargo.Zone,
            Parties = Ids(terms.Embargo.Parties),
        },
        LegalBases = [.. terms.LegalBases.Select(b => new LegalBasisDocument { Destination = b.Destination.Text(), Code = b.Code, Reference = b.Reference })],
    };

    private static IncidentReportDocument Document(IncidentReport report) => new()
    {
        Title = report.Title,
        Summary = report.Summary,
        Classification = report.Classification,
        Severity = report.Severity,
        Sectors = report.Sectors,
        Vulnerabilities = report.Vulnerabilities,
        DetectedAt = report.DetectedAt,
    };

    // The exchange has a steward of its own from the beginning.
    private PartnerFactsDocument Document(PartnerFacts facts) => new()
    {
        Handle = $"{facts.Handle}-of-the-world",
        Name = facts.Name,
        Jurisdiction = facts.Jurisdiction.Text(),
        Roles = [.. facts.Roles.Select(r => r.Text())],
        Sectors = facts.Sectors,
        Constituency = Ids(facts.Constituency),
        Listed = facts.Listed,
        ClearNeedsTwoMembers = facts.ClearNeedsTwoMembers,
    };

    private List<string> Ids(IEnumerable<PartnerId> partners) => [.. partners.Select(p => Real(p.Value).ToString())];

    private static string Json<T>(T document, JsonTypeInfo<T> shape) => JsonSerializer.Serialize(document, shape);

    private static Guid IdIn(string stream, string prefix) => Guid.ParseExact(stream.AsSpan(prefix.Length), "D");
}
