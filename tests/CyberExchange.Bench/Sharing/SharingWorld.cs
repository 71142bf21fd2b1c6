using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using CyberExchange.EventStore;

namespace CyberExchange.Bench.Sharing;

/// <summary>
/// The history behind the bench: the partners are enrolled, and then windows of 2,000 items follow one another. Each window tells
/// the same 2,000 distinct stories under ids, positions and times of its own, so that what the projection writes of one window
/// tells what it writes of the next.
/// </summary>
internal sealed class SharingWorld
{
    public const int WindowItems = 2_000;
    private const int Advisories = 600;

    /// <summary>The place in each window of an item that the whole community sees on both sides, and that nobody changes.</summary>
    public const int CommunityPlace = 0;

    /// <summary>A million items over about a year.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(28);

    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<(string Stream, StoredForm Form)> _enrolment;
    private readonly List<Story> _window;

    /// <summary>One event of the window: of which item, and what it says once the item's id is known.</summary>
    private sealed record Story(int Place, bool Advisory, Func<Guid, StoredForm> Form);

    public SharingWorld(WorldPartners partners, WorldDocuments documents)
    {
        Partners = partners;
        Documents = documents;
        _enrolment = [.. partners.Events()];
        _window = Window();
    }

    public WorldPartners Partners { get; }

    public WorldDocuments Documents { get; }

    /// <summary>Where the item at <see cref="CommunityPlace"/> was reported.</summary>
    public Jurisdiction HomeOfCommunityItem { get; private set; }

    /// <summary>Positions of the partners' events.</summary>
    public int EnrolmentEvents => _enrolment.Count;

    /// <summary>Positions of one window.</summary>
    public int WindowEvents => _window.Count;

    /// <summary>How much later each window is than the one before.</summary>
    public TimeSpan WindowTime => Step * _window.Count;

    public static DateTimeOffset At(long position) => Begin + (Step * position);

    public IEnumerable<StoredEvent> Enrolment() => _enrolment.Select((e, i) => Stored(i + 1, e.Stream, version: 1, e.Form));

    public IEnumerable<StoredEvent> Window(int window)
    {
        var versions = new Dictionary<int, int>();
        for (var i = 0; i < _window.Count; i++)
        {
            var story = _window[i];
            var id = WorldIds.Item(window, story.Place);
            var stream = story.Advisory ? AdvisoryEventCatalog.Stream(new(id)) : IncidentEventCatalog.Stream(new(id));
            var version = versions[story.Place] = versions.GetValueOrDefault(story.Place) + 1;
            yield return Stored(_enrolment.Count + ((long)window * _window.Count) + i + 1, stream, version, story.Form(id));
        }
    }

    private static StoredEvent Stored(long position, string stream, int version, StoredForm form) =>
        new(position, stream, version, Guid.Empty, form.Name, form.Version, At(position), [], form.Body, form.Addressing);

    // Births in order; what happens to an item later is put in some hundred places further on.
    private List<Story> Window()
    {
        var stories = new List<(double At, Story Story)>();
        for (var place = 0; place < WindowItems; place++)
        {
            stories.AddRange(LifeOf(place));
        }

        return [.. stories.OrderBy(s => s.At).Select(s => s.Story)];
    }

    private IEnumerable<(double At, Story Story)> LifeOf(int place)
    {
        var draw = new Draw(10_000 + place);
        var advisory = place != CommunityPlace && draw.Below(10) < 3;
        var originator = advisory ? (draw.OneIn(4) ? Partners.Cert(draw.Below(1_000)) : Partners.Maker(draw.Below(1_000)))
            : draw.OneIn(3) ? Partners.Cert(draw.Below(1_000)) : Partners.Operator(draw.Below(1_000));
        var terms = place == CommunityPlace
            ? WorldTerms.Community(originator.Jurisdiction, TlpLabel.Green)
            : WorldTerms.Draw(draw, Partners, originator, advisory);
        yield return (place, Birth(place, advisory, originator, terms, draw));
        if (place == CommunityPlace)
        {
            HomeOfCommunityItem = originator.Jurisdiction;
            yield break;
        }

        var later = place + 20 + draw.Below(300) + 0.5;
        if (terms.Embargo is not null && draw.Below(3) > 0)
        {
            yield return (later, Lift(place, advisory));
        }

        var change = draw.Below(100);
        if (change < 8)
        {
            yield return (later + 1, Amend(place, advisory, draw));
        }
        else if (change < 12)
        {
            yield return (later + 1, Share(place, advisory, WorldTerms.Draw(draw, Partners, originator, advisory)));
        }
        else if (change < 14)
        {
            yield return (later + 1, Withdraw(place, advisory));
        }
    }

    private Story Birth(int place, bool advisory, PartnerProfile originator, SharingTerms terms, Draw draw)
    {
        var by = WorldPartners.PersonOf(originator.Id);
        if (advisory)
        {
            var document = Documents[place];
            return new(place, advisory, id => AdvisoryEventCatalog.Catalog.Write(new AdvisoryEvent.AdvisoryPublished
            {
                Advisory = new(id),
                Originator = originator.Id,
                PublishedBy = by,
                Home = originator.Jurisdiction,
                Provenance = Provenance.ThirdParty,
                Document = document,
                Terms = terms,
            }));
        }

        var report = WorldReports.Draw(draw, place);
        return new(place, advisory, id => IncidentEventCatalog.Catalog.Write(new IncidentEvent.IncidentReported
        {
            Incident = new(id),
            Originator = originator.Id,
            ReportedBy = by,
            Home = originator.Jurisdiction,
            Report = report,
            Terms = terms,
        }));
    }

    private Story Amend(int place, bool advisory, Draw draw)
    {
        var form = advisory
            ? AdvisoryEventCatalog.Catalog.Write(new AdvisoryEvent.AdvisoryRevised(Documents[place + 1]))
            : IncidentEventCatalog.Catalog.Write(new IncidentEvent.IncidentAmended(WorldReports.Draw(draw, place)));
        return new(place, advisory, _ => form);
    }

    private static Story Share(int place, bool advisory, SharingTerms terms)
    {
        var form = advisory
            ? AdvisoryEventCatalog.Catalog.Write(new AdvisoryEvent.AdvisoryShared { Terms = terms })
            : IncidentEventCatalog.Catalog.Write(new IncidentEvent.IncidentShared { Terms = terms });
        return new(place, advisory, _ => form);
    }

    private static Story Lift(int place, bool advisory)
    {
        var form = advisory
            ? AdvisoryEventCatalog.Catalog.Write(new AdvisoryEvent.AdvisoryEmbargoLifted())
            : IncidentEventCatalog.Catalog.Write(new IncidentEvent.IncidentEmbargoLifted());
        return new(place, advisory, _ => form);
    }

    private static Story Withdraw(int place, bool advisory)
    {
        var form = advisory
            ? AdvisoryEventCatalog.Catalog.Write(new AdvisoryEvent.AdvisoryWithdrawn("reported twice"))
            : IncidentEventCatalog.Catalog.Write(new IncidentEvent.IncidentWithdrawn("reported twice"));
        return new(place, advisory, _ => form);
    }
}
