using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Stored;
using Xunit;

namespace CyberExchange.Tests.StoredEvents;

/// <summary>What was stored once can be read for ever, and nothing is read that was not meant.</summary>
public sealed class StoredEventsTests
{
    // A valid life of one of each, in which everything happens that can.
    private static readonly string[] Lives =
    [
        "incident.reported incident.filed incident.amended incident.embargo-lifted incident.shared incident.release-proposed incident.release-rejected incident.forwarded incident.forward-ended incident.withdrawn",
        "advisory.published advisory.revised advisory.embargo-lifted advisory.shared advisory.release-proposed advisory.release-rejected advisory.forwarded advisory.forward-ended advisory.withdrawn",
        "partner.enrolled partner.changed partner.client-departed partner.member-added partner.member-invited partner.key-admitted partner.member-removed partner.suspended partner.reinstated partner.access-confirmed",
        "group.formed group.changed group.members-changed group.dissolved",
        "key.bound key.unbound",
        "policy.adopted",
        "subscription.created subscription.changed subscription.cancelled",
        "trust-list.proposed trust-list.adopted trust-list.rejected",
        "mandate.given mandate.revoked",
        "duty.file-opened duty.fact-recorded duty.significance-decided duty.addressed duty.report-submitted duty.report-delivered duty.receipt-attached duty.report-reviewed duty.reminded duty.file-closed",
        "duty-profile.stated",
        "duty.content-filled",
        "rulebook.proposed rulebook.adopted rulebook.rejected",
        "dialogue.changes-proposed dialogue.changes-agreed dialogue.noted dialogue.note-removed dialogue.watch-stated dialogue.changes-declined dialogue.changes-withdrawn",
        "trends.edition-proposed trends.edition-declined trends.edition-taken-back trends.edition-published",
        "known-exploited.stated",
        "link.stated link.withdrawn",
        "signal.posted signal.revised signal.outcome-recorded signal.embargo-lifted signal.shared signal.release-proposed signal.release-rejected signal.forwarded signal.forward-ended signal.withdrawn",
        "supply-watch.proposed supply-watch.agreed supply-watch.declined supply-watch.proposal-withdrawn",
        "supply-warning.raised",
        "csaf-source.added csaf-source.changed csaf-source.removed",
    ];

    public static TheoryData<string> Families => [.. StoredFamily.All.Select(f => f.Title)];

    public static TheoryData<string, int> Samples
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var sample in StoredSample.All)
            {
                data.Add(sample.Name, sample.Version);
            }

            return data;
        }
    }

    // A family is an abstract record whose cases are nested in it and whose name ends in Event.
    [Fact]
    public void Every_family_of_events_is_walked()
    {
        var roots = typeof(Refusal).Assembly.GetTypes().Where(t => t.IsAbstract && !t.IsSealed && t.Name.EndsWith("Event", StringComparison.Ordinal));

        Assert.Equal(roots.Select(t => t.Name).Order(StringComparer.Ordinal), StoredFamily.All.Select(f => f.Root.Name).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_event_has_a_line_in_its_catalog(string family) =>
        Assert.Equal(Family(family).Events.Select(t => t.Name).Order(StringComparer.Ordinal), Family(family).Catalogued.Select(t => t.Name).Order(StringComparer.Ordinal), StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_stored_version_has_a_sample_and_every_sample_is_read(string family) =>
        Assert.Equal(
            Family(family).Readable.Select(Line).Order(StringComparer.Ordinal),
            StoredSample.All.Where(s => Family(family).Names.Contains(s.Name)).Select(s => Line((s.Name, s.Version))).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Families))]
    public void A_stored_name_can_be_read_from_its_first_version_on(string family) =>
        Assert.All(Family(family).Readable.GroupBy(r => r.Name, StringComparer.Ordinal), versions =>
            Assert.Equal(Enumerable.Range(1, versions.Count()), versions.Select(v => v.Version).Order()));

    // A log out there may hold any of these. The list only grows: a sample that is gone or was edited is told, and so is one
    // that was never listed.
    [Fact]
    public void What_was_ever_stored_is_listed_and_its_sample_is_as_it_was()
    {
        var listed = File.ReadAllLines(Path.Combine(StoredSample.Folder, "ever-stored.txt"));

        var present = StoredSample.All.Select(s =>
        {
            var bytes = File.ReadAllBytes(Path.Combine(StoredSample.Folder, $"{s.Name}.v{s.Version}.json"));
            return $"{Line((s.Name, s.Version))} {Convert.ToHexStringLower(SHA256.HashData(bytes))}";
        });
        Assert.Equal(listed.Order(StringComparer.Ordinal), present.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_history_in_which_everything_happens_folds(string family)
    {
        var life = Lives.Select(l => l.Split(' ')).Single(l => Family(family).Names.Contains(l[0])).Select(StoredSample.Of).ToList();

        Assert.Equal(Family(family).Events.Select(t => t.Name).Order(StringComparer.Ordinal), life.Select(s => Family(family).Read(s).Name).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.True(Family(family).Folds(life));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_loads_and_is_stored_again_byte_for_byte(string name, int version)
    {
        var sample = Sample(name, version);
        var stored = FamilyOf(sample).Rewrite(sample);

        Assert.Equal(name, stored.Name);
        if (stored.Version == version)
        {
            Assert.Equal(Encoding.UTF8.GetString(sample.Body), Encoding.UTF8.GetString(stored.Body));
            Assert.Equal(Encoding.UTF8.GetString(sample.Addressing), Encoding.UTF8.GetString(stored.Addressing));
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_member_too_many_is_refused_wherever_it_stands(string name, int version) => EachIsRefused(Sample(name, version), WithOneTooMany);

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_missing_member_is_refused_wherever_it_stood(string name, int version) => EachIsRefused(Sample(name, version), WithoutOne);

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_version_of_tomorrow_is_refused(string name, int version) => Refused(Sample(name, version) with { Version = 1_000 });

    [Theory]
    [MemberData(nameof(Samples))]
    public void An_addressing_that_is_lost_or_does_not_belong_is_refused(string name, int version)
    {
        var sample = Sample(name, version);

        Refused(sample with { Addressing = sample.Addressing.Length > 0 ? [] : StoredSample.Of("incident.shared").Addressing });
    }

    [Fact]
    public void A_name_of_another_family_is_refused()
    {
        var sample = StoredSample.Of("incident.withdrawn") with { Name = "incident.unheard-of" };

        Assert.Throws<UnreadableEventException>(() => Family("incidents").Read(sample));
    }

    // Groups were stated with partners before they had events of their own: who was in one then is in it still.
    [Fact]
    public void Facts_of_version_1_still_say_which_groups_the_partner_is_in()
    {
        var enrolled = Assert.IsType<PartnerEvent.PartnerEnrolled>(Read(Sample("partner.enrolled", 1)));
        var changed = Assert.IsType<PartnerEvent.PartnerChanged>(Read(Sample("partner.changed", 1)));

        Assert.Equal([new GroupId("rail-isac")], enrolled.Facts.GroupsOfVersion1!);
        Assert.Equal([new GroupId("rail-isac")], changed.Facts.GroupsOfVersion1!);
        Assert.Null(Assert.IsType<PartnerEvent.PartnerChanged>(Read(Sample("partner.changed", 2))).Facts.GroupsOfVersion1);

        static PartnerEvent Read(StoredSample s) => PartnerEventCatalog.Catalog.Read(s.Name, s.Version, s.Body, s.Addressing);
    }

    // The samples hold personal data where the shape has room for it; each piece is found for its own commitment.
    [Fact]
    public void Every_sealed_text_in_a_body_is_listed_with_the_event() =>
        Assert.All(StoredSample.All, sample =>
            Assert.Equal(
                Encoding.UTF8.GetString(sample.Body).Split("\"ciphertext\"").Length - 1,
                FamilyOf(sample).Rewrite(sample).Personal.Count));

    private static string Line((string Name, int Version) stored) => string.Create(CultureInfo.InvariantCulture, $"{stored.Name} v{stored.Version}");

    private static StoredFamily Family(string title) => StoredFamily.All.Single(f => f.Title == title);

    private static StoredFamily FamilyOf(StoredSample sample) => StoredFamily.All.Single(f => f.Names.Contains(sample.Name));

    private static StoredSample Sample(string name, int version) => StoredSample.All.Single(s => s.Name == name && s.Version == version);

    private static void Refused(StoredSample sample) => Assert.Throws<UnreadableEventException>(() => FamilyOf(sample).Read(sample));

    private static void EachIsRefused(StoredSample sample, Func<JsonObject, IEnumerable<bool>> changes)
    {
        foreach (var (isBody, bytes) in new[] { (true, sample.Body), (false, sample.Addressing) }.Where(s => s.Item2.Length > 0))
        {
            var section = JsonNode.Parse(bytes)!;
            foreach (var _ in Objects(section).ToList().SelectMany(changes))
            {
                Refused(sample.With(isBody, section));
            }
        }
    }

    // Changes the object in place, yields while it is changed, and puts it back.
    private static IEnumerable<bool> WithOneTooMany(JsonObject at)
    {
        at["unheardOf"] = 1;
        yield return true;
        at.Remove("unheardOf");
    }

    private static IEnumerable<bool> WithoutOne(JsonObject at)
    {
        foreach (var (member, value) in at.ToList())
        {
            at.Remove(member);
            yield return true;
            at[member] = value;
        }
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(m => Objects(m.Value)).Prepend(o),
        JsonArray a => a.SelectMany(Objects),
        _ => [],
    };
}
