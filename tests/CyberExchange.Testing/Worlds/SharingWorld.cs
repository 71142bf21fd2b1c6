using CyberExchange.Domain;
using CyberExchange.Domain.Groups;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using CyberExchange.EventStore;

namespace CyberExchange.Testing.Worlds;

/// <summary>A world of partners and incidents that is moved by numbers: each step is decided by the real rules.</summary>
/// <remarks>Every accepted event goes to <paramref name="record"/> as the log would store it, and to the oracle.</remarks>
public sealed class SharingWorld(VisibilityOracle oracle, Func<StoredEvent, Task> record, int firstId = 0)
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] SectorPool = ["eu.energy", "eu.energy.electricity", "jp.electricity", "eu.health", "area.semiconductors"];
    private static readonly string?[] SeverityPool = [null, "nis-cg-impact.green", "nis-cg-impact.red"];
    private static readonly string[] VulnerabilityPool = ["CVE-2026-0001", "CVE-2026-0002"];

    /// <summary>Numbers up to here mean what they meant before there were forwards, so that worlds that went wrong are kept by their numbers.</summary>
    private const int FirstSteps = 1_000_000;

    /// <summary>The largest number that a step is drawn from.</summary>
    public const int StepMax = 1_400_000;

    // Groups are called by name: those of another world in the same log have other names.
    private readonly string[] _groupPool = [.. new[] { "energy-isac", "fabs", "cables" }.Select(name => $"{name}-{firstId}")];

    private readonly Dictionary<PartnerId, Partner> _partners = [];
    private readonly Dictionary<GroupId, Group> _groups = [];
    private readonly Dictionary<IncidentId, Incident> _incidents = [];
    private readonly Dictionary<string, int> _versions = new(StringComparer.Ordinal);
    private long _position;
    private int _ids = firstId;

    public IReadOnlyList<Partner> Partners => [.. _partners.Values.OrderBy(p => p.Id.Value)];

    public IReadOnlyDictionary<IncidentId, Incident> Incidents => _incidents;

    /// <summary>Whose incidents the world moves; a gate lets fewer act than the rules of items do.</summary>
    public Func<PartnerProfile, bool> MayAct { get; init; } = _ => true;

    /// <summary>What was done, in words, for whoever has to read a failing world.</summary>
    public List<string> Story { get; } = [];

    private DateTimeOffset Now => Start.AddMinutes(_position);

    private PartnerDirectory Directory => new(
        _partners.Values.Select(ProfileOf),
        _partners.Values.SelectMany(p => p.Members.Values),
        _groups.Values.Where(g => !g.IsDissolved).Select(g => new GroupProfile(g.Id, g.Facts.DefaultLabel)));

    /// <summary>A partner as its directory shows it.</summary>
    public PartnerProfile ProfileOf(Partner partner) =>
        partner.Facts.Profile(partner.Id, [.. _groups.Values.Where(g => g.Members.Contains(partner.Id)).Select(g => g.Id)], partner.Suspended);

    /// <summary>Enrols the partners with which every world begins, each with one person, and forms its groups.</summary>
    public async Task BeginAsync()
    {
        foreach (var (handle, jurisdiction, role) in new[]
        {
            ("cert-eu", Jurisdiction.EU, Role.Cert), ("grid-eu", Jurisdiction.EU, Role.Operator), ("cert-jp", Jurisdiction.JP, Role.Cert),
            ("grid-jp", Jurisdiction.JP, Role.Operator), ("maker-jp", Jurisdiction.JP, Role.Maker), ("delegate-eu", Jurisdiction.EU, Role.Delegate),
            ("steward", Jurisdiction.EU, Role.Steward),
        })
        {
            await EnrolAsync(Facts(handle, jurisdiction, role) with { ClearNeedsTwoMembers = handle is "grid-eu" or "cert-jp" });
        }

        foreach (var (group, every) in _groupPool.Select((name, i) => (new GroupId(name), i + 2)))
        {
            var members = Partners.Where((p, i) => ProfileOf(p).InCommunity && i % every == 0).Select(p => p.Id).ToList();
            await ApplyGroupAsync(group, new FormGroup(group, new(group.Value, "A world's group.", TlpLabel.Amber), members).Decide(null, Directory));
        }

        foreach (var cert in Partners.Where(p => p.Facts.Roles.Contains(Role.Cert)))
        {
            var clients = Partners.Where(p => p.Id != cert.Id && p.Facts.Roles is [Role.Operator or Role.Maker or Role.Delegate]).Select(p => p.Id);
            await ApplyPartnerAsync(cert.Id, new ChangePartner(cert.Facts with { Constituency = [.. clients] }).Decide(cert));
        }
    }

    /// <summary>Does what the number says; some numbers ask for what the rules refuse, and then nothing happens.</summary>
    public Task StepAsync(int number)
    {
        var draw = new Draw((uint)number);
        if (number > FirstSteps)
        {
            return draw.Below(6) switch
            {
                0 => EndForwardAsync(draw),
                1 => DepartAsync(draw),
                _ => ForwardAsync(draw),
            };
        }

        return draw.Below(12) switch
        {
            0 or 1 or 2 => ReportAsync(draw),
            3 or 4 => ShareAsync(draw),
            5 => AmendAsync(draw),
            6 => WithdrawAsync(draw),
            7 => draw.Below(2) == 0 ? LiftAsync(draw) : DecideReleaseAsync(draw),
            8 => ChangeAsync(draw),
            9 => ChangeGroupAsync(draw),
            10 => SuspendOrReinstateAsync(draw),
            _ => AddOrRemoveMemberAsync(draw),
        };
    }

    private Task EnrolAsync(PartnerFacts facts) => EnrolAsync(new PartnerId(NextId()), facts);

    private async Task EnrolAsync(PartnerId id, PartnerFacts facts)
    {
        await ApplyPartnerAsync(id, new EnrolPartner(id, facts).Decide(null));
        await ApplyPartnerAsync(id, new AddMember(new(NextId()), MemberKind.Person, facts.Handle + "-1", null).Decide(_partners[id]));
        if (facts.ClearNeedsTwoMembers)
        {
            await ApplyPartnerAsync(id, new AddMember(new(NextId()), MemberKind.Person, facts.Handle + "-2", null).Decide(_partners[id]));
        }
    }

    private async Task ReportAsync(Draw draw)
    {
        var by = draw.Of(Partners);
        var id = new IncidentId(NextId());
        var terms = Terms(draw, by);
        var command = new ReportIncident(id, ProfileOf(by), First(by).Id, Report(draw, "first"), terms);
        await ApplyIncidentAsync(id, command.Decide(null, Directory, Now), $"{by.Facts.Handle} reports {Tail(id.Value)} as {Describe(command.Terms)}");
    }

    private async Task ShareAsync(Draw draw)
    {
        if (_incidents.Count > 0)
        {
            var incident = draw.Of([.. _incidents.Values]);
            var by = _partners[incident.Sharing.Originator];
            var command = new ShareIncident(ProfileOf(by), First(by).Id, Terms(draw, by));
            await ApplyIncidentAsync(incident.Id, command.Decide(incident, Directory, Now), $"shares {Tail(incident.Id.Value)} as {Describe(command.Terms)}");
        }
    }

    private async Task AmendAsync(Draw draw)
    {
        if (_incidents.Count > 0)
        {
            var incident = draw.Of([.. _incidents.Values]);
            var command = new AmendIncident(ProfileOf(_partners[incident.Sharing.Originator]), Report(draw, "amended"));
            await ApplyIncidentAsync(incident.Id, command.Decide(incident, Now), $"amends {Tail(incident.Id.Value)}");
        }
    }

    private async Task WithdrawAsync(Draw draw)
    {
        if (_incidents.Count > 0)
        {
            var incident = draw.Of([.. _incidents.Values]);
            await ApplyIncidentAsync(incident.Id, new WithdrawIncident(incident.Sharing.Originator, "mistaken").Decide(incident), $"withdraws {Tail(incident.Id.Value)}");
        }
    }

    private async Task LiftAsync(Draw draw)
    {
        if (_incidents.Values.Where(i => i.Sharing.UnderEmbargo).ToList() is { Count: > 0 } held)
        {
            var incident = draw.Of(held);
            await ApplyIncidentAsync(incident.Id, new LiftIncidentEmbargo().Decide(incident, Now.AddYears(1)), $"lifts {Tail(incident.Id.Value)}");
        }
    }

    // The second person approves or rejects; where it has gone, the first one tries to approve what it proposed.
    private async Task DecideReleaseAsync(Draw draw)
    {
        if (_incidents.Values.Where(i => i.Proposal is not null).ToList() is { Count: > 0 } proposed)
        {
            var incident = draw.Of(proposed);
            var by = _partners[incident.Sharing.Originator];
            var approver = by.Members.Values.FirstOrDefault(m => m != First(by)) ?? First(by);
            var approves = draw.Below(4) > 0;
            await ApplyIncidentAsync(
                incident.Id,
                approves ? new ApproveIncidentRelease(ProfileOf(by), approver).Decide(incident, Now) : new RejectIncidentRelease(ProfileOf(by)).Decide(incident),
                $"{(approves ? "approves" : "rejects")} the release of {Tail(incident.Id.Value)}");
        }
    }

    private static MemberProfile First(Partner partner) => partner.Members.Values.Single(m => m.Handle.EndsWith("-1", StringComparison.Ordinal));

    private async Task ChangeAsync(Draw draw)
    {
        var partner = draw.Of([.. Partners.Where(p => !p.Facts.Roles.Contains(Role.Steward))]);
        Role[] roles = draw.Below(4) == 0 ? [Role.Delegate] : [.. Roles.Community.Where(_ => draw.Below(2) == 0).DefaultIfEmpty(Role.Operator)];
        var facts = partner.Facts with { Roles = roles, Sectors = draw.Some(SectorPool), ClearNeedsTwoMembers = draw.Below(4) == 0 };
        facts = facts with { Constituency = roles.Contains(Role.Cert) ? [.. draw.Most(Partners).Select(p => p.Id)] : [] };
        Story.Add($"{facts.Handle} becomes {string.Join('+', roles)} in [{string.Join(' ', facts.Sectors)}] for [{string.Join(' ', facts.Constituency.Select(c => _partners[c].Facts.Handle))}]");
        await ApplyPartnerAsync(partner.Id, new ChangePartner(facts).Decide(partner));
    }

    // Several join and leave at once; now and then a group is dissolved, and is then named no more.
    private async Task ChangeGroupAsync(Draw draw)
    {
        var group = _groups[new(draw.Of(_groupPool))];
        var leaving = Partners.Where(p => group.Members.Contains(p.Id) && draw.Below(2) == 0).ToList();
        var joining = Partners.Where(p => ProfileOf(p).InCommunity && !group.Members.Contains(p.Id) && draw.Below(2) == 0).ToList();
        Story.Add($"{group.Id.Value} gains [{string.Join(' ', joining.Select(p => p.Facts.Handle))}] and loses [{string.Join(' ', leaving.Select(p => p.Facts.Handle))}]");
        await ApplyGroupAsync(group.Id, draw.Below(8) == 0
            ? new DissolveGroup("The world goes on without it.").Decide(group)
            : new ChangeGroupMembers([.. joining.Select(p => p.Id)], [.. leaving.Select(p => p.Id)]).Decide(group, Directory));
    }

    private async Task SuspendOrReinstateAsync(Draw draw)
    {
        var partner = draw.Of(Partners);
        Story.Add($"{partner.Facts.Handle} is {(partner.Suspended ? "reinstated" : "suspended")}");
        await ApplyPartnerAsync(partner.Id, partner.Suspended ? new ReinstatePartner().Decide(partner) : new SuspendPartner(default, "drill").Decide(partner));
    }

    private async Task AddOrRemoveMemberAsync(Draw draw)
    {
        var partner = draw.Of(Partners);
        var second = partner.Members.Values.FirstOrDefault(m => m.Handle.EndsWith("-2", StringComparison.Ordinal));
        Story.Add($"{partner.Facts.Handle} {(second is null ? "gains" : "loses")} a second person");
        await ApplyPartnerAsync(partner.Id, second is null
            ? new AddMember(new(NextId()), MemberKind.Person, partner.Facts.Handle + "-2", null).Decide(partner)
            : new RemoveMember(By: default, second.Id).Decide(partner));
    }

    private async Task ForwardAsync(Draw draw)
    {
        if (_incidents.Count > 0 && Partners.Where(p => p.Facts.Constituency.Count > 0).ToList() is { Count: > 0 } certs)
        {
            var incident = draw.Of([.. _incidents.Values]);
            var by = draw.Of(certs);
            ReleaseReason? seesBy = oracle.SeesItself(by.Id, new ItemId(incident.Id.Value)) ? ReleaseReason.Named : null;
            var clients = draw.Below(2) == 0 ? null : draw.Some(by.Facts.Constituency);
            var command = new ForwardIncident(ProfileOf(by), seesBy, new(clients, new("contract", "12")));
            var to = clients is null ? "all its clients" : string.Join(' ', clients.Select(c => _partners[c].Facts.Handle));
            await ApplyIncidentAsync(incident.Id, command.Decide(incident, Directory), $"{by.Facts.Handle} forwards {Tail(incident.Id.Value)} to {to}");
        }
    }

    private async Task EndForwardAsync(Draw draw)
    {
        var standing = _incidents.Values.SelectMany(i => i.Forwards.Standing.Where(c => MayEnd(i.Id, _partners[c])).OrderBy(c => c.Value).Select(c => (i, c))).ToList();
        if (standing.Count > 0)
        {
            var (incident, cert) = draw.Of(standing);
            var by = _partners[cert];
            await ApplyIncidentAsync(incident.Id, new EndIncidentForward(ProfileOf(by)).Decide(incident), $"{by.Facts.Handle} takes {Tail(incident.Id.Value)} back");
        }
    }

    // Who no longer sees the item is answered that it is gone; then the forward has ended.
    private bool MayEnd(IncidentId id, Partner by) => by.Facts.Roles.Contains(Role.Cert)
        && oracle.Sees(by.Members.Values.First(m => m.Handle.EndsWith("-1", StringComparison.Ordinal)).Id, new ItemId(id.Value));

    private async Task DepartAsync(Draw draw)
    {
        if (Partners.Where(p => p.Facts.Constituency.Count > 0).ToList() is { Count: > 0 } certs)
        {
            var cert = draw.Of(certs);
            var client = _partners[draw.Of(cert.Facts.Constituency)];
            if (client.Facts.Roles.Contains(Role.Steward))
            {
                return;
            }

            Story.Add($"{client.Facts.Handle} leaves {cert.Facts.Handle}");
            await ApplyPartnerAsync(cert.Id, new DepartFromConstituency(ProfileOf(client)).Decide(cert));
        }
    }

    private StatedTerms Terms(Draw draw, Partner by)
    {
        var label = draw.Of([TlpLabel.Clear, TlpLabel.Green, TlpLabel.Green, TlpLabel.Amber, TlpLabel.Amber, TlpLabel.AmberStrict, TlpLabel.Red]);
        var named = draw.Some(Partners).Where(p => !p.Facts.Roles.Contains(Role.Steward)).ToList();
        var members = named.SelectMany(p => p.Members.Keys).ToList();
        var abroad = by.Facts.Jurisdiction == Jurisdiction.EU ? Jurisdiction.JP : Jurisdiction.EU;
        var audience = label switch
        {
            TlpLabel.Clear => Audience.None,
            TlpLabel.Red => Audience.None with { Members = members },
            _ => new Audience
            {
                Partners = draw.Below(2) == 0 ? [] : [.. named.Select(p => p.Id)],
                Members = [],
                Groups = draw.Below(3) > 0 ? [] : [.. draw.Some(_groupPool).Select(g => new GroupId(g)).Intersect(ProfileOf(by).Groups)],
                Roles = draw.Below(3) > 0 ? [] : [.. draw.Some(Roles.Community)],
                Jurisdictions = draw.Below(4) > 0 ? [] : draw.Some([Jurisdiction.EU, Jurisdiction.JP]),
                Sectors = draw.Below(2) > 0 ? [] : draw.Some(SectorPool),
            },
        };
        return new()
        {
            Label = label,
            Pap = PapLabel.Green,
            Audience = audience,
            Embargo = draw.Below(4) > 0 ? null : new("2026-12-24T08:00:00", "Asia/Tokyo", [.. audience.Partners.Where(_ => draw.Below(2) == 0)]),
            LegalBases = draw.Below(3) == 0 ? [] : [new LegalBasis(abroad, "consent", "agreement 7", Standing: false)],
            PermitsStatistics = false,
        };
    }

    private async Task ApplyIncidentAsync(IncidentId id, Decision<IncidentEvent> decision, string story)
    {
        if (decision is not Decision<IncidentEvent>.Accepted { Events: { Count: > 0 } events } || !MayCause(events[0], id))
        {
            return;
        }

        Story.Add(story);
        foreach (var e in events)
        {
            var incident = Incident.Evolve(_incidents.GetValueOrDefault(id), e);
            _incidents[id] = incident;
            await RecordAsync(IncidentEventCatalog.Stream(id), IncidentEventCatalog.Catalog.Write(e));
            Tell(new ItemId(id.Value), e, incident);
        }
    }

    private bool MayCause(IncidentEvent e, IncidentId id) =>
        e is IncidentEvent.IncidentEmbargoLifted or IncidentEvent.IncidentForwarded or IncidentEvent.IncidentForwardEnded
        || MayAct(ProfileOf(_partners[e is IncidentEvent.IncidentReported reported ? reported.Originator : _incidents[id].Sharing.Originator]));

    private void Tell(ItemId id, IncidentEvent e, Incident incident)
    {
        if (e is IncidentEvent.IncidentReported)
        {
            oracle.Reported(id, incident.Sharing.Originator, incident.Sharing.Home, incident.Sharing.Terms);
        }
        else if (e is IncidentEvent.IncidentShared)
        {
            oracle.Shared(id, incident.Sharing.Terms);
        }
        else if (e is IncidentEvent.IncidentEmbargoLifted)
        {
            oracle.Lifted(id);
        }
        else if (e is IncidentEvent.IncidentForwarded forwarded)
        {
            oracle.Forwarded(id, forwarded.By, forwarded.Clients);
        }
        else if (e is IncidentEvent.IncidentForwardEnded ended)
        {
            oracle.ForwardEnded(id, ended.By);
        }
    }

    private async Task ApplyPartnerAsync(PartnerId id, Decision<PartnerEvent> decision)
    {
        if (decision is not Decision<PartnerEvent>.Accepted accepted)
        {
            return;
        }

        foreach (var e in accepted.Events)
        {
            var before = _partners.GetValueOrDefault(id);
            var partner = Partner.Evolve(before, e);
            _partners[id] = partner;
            await RecordAsync(PartnerEventCatalog.Stream(id), PartnerEventCatalog.Catalog.Write(e));
            if (e is PartnerEvent.MemberAdded added)
            {
                oracle.MemberAdded(added.Member, id);
            }
            else if (e is PartnerEvent.MemberRemoved removed)
            {
                oracle.MemberRemoved(removed.Member);
            }
            else
            {
                oracle.Enrolled(ProfileOf(partner));
            }
        }
    }

    private async Task ApplyGroupAsync(GroupId id, Decision<GroupEvent> decision)
    {
        if (decision is Decision<GroupEvent>.Accepted { Events: [var e] })
        {
            _groups[id] = Group.Evolve(_groups.GetValueOrDefault(id), e);
            await RecordAsync(GroupEventCatalog.Stream(id), GroupEventCatalog.Catalog.Write(e));
            oracle.Grouped(id, _groups[id].Members);
        }
    }

    private Task RecordAsync(string stream, StoredForm form)
    {
        var version = _versions[stream] = _versions.GetValueOrDefault(stream) + 1;
        _position++;
        return record(new StoredEvent(_position, stream, version, NextId(), form.Name, form.Version, Now, [], form.Body, form.Addressing));
    }

    private Guid NextId() => new(++_ids, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0);

    private static string Tail(Guid id) => id.ToString("N")[..8];

    private static string Describe(StatedTerms terms) =>
        $"{terms.Label.Text()} to {string.Join(',', terms.Audience.Partners.Select(p => Tail(p.Value)))}|{string.Join(',', terms.Audience.Members.Select(m => Tail(m.Value)))}"
        + $"|{string.Join(',', terms.Audience.Groups.Select(g => g.Value))}|{string.Join(',', terms.Audience.Roles)}|{string.Join(',', terms.Audience.Jurisdictions)}|{string.Join(',', terms.Audience.Sectors)}"
        + $"{(terms.Embargo is null ? "" : " under embargo")}{(terms.LegalBases.Count == 0 ? "" : " with a basis")}";

    private static PartnerFacts Facts(string handle, Jurisdiction jurisdiction, Role role) => new()
    {
        Handle = handle,
        Name = handle,
        OrganizationIdentifier = null,
        Jurisdiction = jurisdiction,
        Roles = [role],
        Sectors = [],
        Constituency = [],
        PublisherNamespaces = [],
        StandingAgreements = [],
        Listed = true,
        ClearNeedsTwoMembers = false,
    };

    private static IncidentReport Report(Draw draw, string title) => new()
    {
        Reference = null,
        Title = title,
        Summary = "A world's incident.",
        Classification = "rsit.availability.outage",
        Severity = draw.Of(SeverityPool),
        Sectors = [.. draw.Some(SectorPool).DefaultIfEmpty("eu.energy")],
        BeganAt = null,
        DetectedAt = Start.AddDays(-1),
        EndedAt = null,
        AffectedCount = null,
        Vulnerabilities = draw.Some(VulnerabilityPool),
        Contacts = [],
        PersonalNotes = null,
    };

    /// <summary>Choices drawn from one number, always the same for the same number.</summary>
    private sealed class Draw(uint state)
    {
        private uint _state = (state * 2_654_435_761u) | 1u;

        public int Below(int bound)
        {
            _state ^= _state << 13;
            _state ^= _state >> 17;
            _state ^= _state << 5;
            return (int)(_state % (uint)bound);
        }

        public T Of<T>(IReadOnlyList<T> from) => from[Below(from.Count)];

        public List<T> Most<T>(IReadOnlyList<T> from) => [.. from.Where(_ => Below(3) > 0)];

        public List<T> Some<T>(IReadOnlyList<T> from) => [.. from.Where(_ => Below(3) == 0)];
    }
}
