using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Sharing;
using Xunit;
using static CyberExchange.Tests.Domain.MandateTests;
using static CyberExchange.Tests.Domain.World;

namespace CyberExchange.Tests.Domain;

/// <summary>A CERT never widens: whoever sees what it filed would see it under the mandate's own terms.</summary>
public sealed class MandateScopeTests
{
    private static readonly GroupId Bank = new("bank-isac");

    private static readonly IReadOnlyList<Audience> Audiences =
    [
        Audience.None,
        Named(CertEu),
        Named(MakerEu),
        Named(CertEu, GridJp, DelegateEu),
        Audience.None with { Members = [Person(CertEu)] },
        Audience.None with { Members = [Person(CertEu), Person(MakerEu)] },
        Audience.None with { Groups = [Rail] },
        Audience.None with { Roles = [Role.Cert] },
        Audience.None with { Roles = [Role.Cert, Role.Maker] },
        Audience.None with { Jurisdictions = [Jurisdiction.EU] },
        Audience.None with { Jurisdictions = [Jurisdiction.EU, Jurisdiction.JP] },
        Audience.None with { Sectors = ["eu.energy"] },
        Audience.None with { Sectors = ["eu.energy.electricity"] },
        Audience.None with { Roles = [Role.Cert], Jurisdictions = [Jurisdiction.EU] },
        Audience.None with { Roles = [Role.Operator], Sectors = ["eu.energy.electricity"], Groups = [Rail] },
        Named(MakerEu) with { Roles = [Role.Cert] },
    ];

    private static readonly IReadOnlyList<IReadOnlyList<LegalBasis>> Bases = [[], [ToJapan], [ToJapan with { Reference = "file 9/2026" }]];

    // Everybody who takes part, as a person and as a service, and partners of every kind that may come one day.
    private static readonly IReadOnlyList<Viewer.Partner> Viewers =
    [
        .. from partner in Partners
           from member in new[] { Person(partner), Service(partner) }
           select new Viewer.Partner(partner, member),
        .. from role in Enum.GetValues<Role>()
           from jurisdiction in Enum.GetValues<Jurisdiction>()
           from sectors in new IReadOnlyList<string>[] { [], ["eu.energy"], ["eu.energy.electricity", "eu.banking"] }
           from groups in new IReadOnlyList<GroupId>[] { [], [Rail], [Bank] }
           select new Viewer.Partner(
               MakerEu with { Id = Stranger, Roles = [role], Jurisdiction = jurisdiction, Sectors = sectors, Groups = groups }, new MemberId(Id(999))),
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void For_every_label_and_audience_of_mandate_and_report_nobody_sees_more(bool hasStandingAgreement)
    {
        var giver = hasStandingAgreement ? GridEu with { StandingAgreements = [ToJapan with { Standing = true }] } : GridEu;
        var directory = With(giver);
        var (filed, refused, wider) = (0, 0, new List<string>());
        foreach (var most in EveryTerms())
        {
            if (SharingRules.Accept(most, giver, directory, Now).Terms is not { } mandated)
            {
                continue; // Such a mandate is not given.
            }

            var mandate = Given(new(CertEu.Id, Now, Now.AddDays(1), Classes: null, most));
            var seenAtMost = Seers(mandated);
            foreach (var terms in EveryTerms())
            {
                if ((File(mandate) with { Terms = terms }).Decide(null, directory, Now) is not Decision<IncidentEvent>.Accepted { Events: [IncidentEvent.IncidentReported report, ..] })
                {
                    refused++;
                    continue;
                }

                filed++;
                if (report.Terms.Label < mandated.Label)
                {
                    wider.Add($"{Text(terms)} within {Text(most)}: whoever receives it may pass it on further");
                }

                if (Seers(report.Terms).Except(seenAtMost).FirstOrDefault() is { } seer)
                {
                    wider.Add($"{Text(terms)} within {Text(most)} reaches {seer.Profile.Handle}");
                }
            }
        }

        Assert.Empty(wider);
        Assert.True(filed > 1_000 && refused > 10_000, $"{filed} were filed and {refused} refused: the test shows little.");
    }

    [Fact]
    public void What_the_mandate_states_itself_can_be_filed() =>
        Assert.All(
            EveryTerms().Where(terms => SharingRules.Accept(terms, GridEu, Served, Now).Terms is not null),
            terms => Assert.IsType<Decision<IncidentEvent>.Accepted>(
                (File(Given(new(CertEu.Id, Now, Now.AddDays(1), Classes: null, terms))) with { Terms = terms }).Decide(null, Served, Now)));

    [Fact]
    public void A_stricter_label_for_the_same_audience_can_be_filed()
    {
        var mandate = Most(Terms(TlpLabel.Green, Named(CertEu, GridEu)));

        foreach (var label in new[] { TlpLabel.Green, TlpLabel.Amber, TlpLabel.AmberStrict })
        {
            Assert.Null(MandateScope.CheckTerms(mandate, Terms(label, Named(CertEu))));
        }

        Then.Refused(MandateScope.CheckTerms(mandate, Terms(TlpLabel.Clear)), RefusalCode.OutsideMandate, "/label");
    }

    [Fact]
    public void Each_part_that_goes_beyond_the_mandate_is_pointed_at()
    {
        var mandate = Most(Terms(audience: Named(CertEu) with { Roles = [Role.Cert], Sectors = ["eu.energy"] }) with { LegalBases = [ToJapan] });
        var within = Terms(audience: Named(CertEu));

        Beyond("/audience/partners/1", within with { Audience = Named(CertEu, GridJp) });
        Beyond("/audience/members/0", within with { Audience = Audience.None with { Members = [Person(CertEu)] } });
        Beyond("/audience/roles", within with { Audience = Audience.None with { Roles = [Role.Maker], Sectors = ["eu.energy"] } });
        Beyond("/audience/roles", within with { Audience = Audience.None with { Sectors = ["eu.energy"] } });
        Beyond("/audience/sectors", within with { Audience = Audience.None with { Roles = [Role.Cert], Sectors = ["eu.energy", "eu.banking"] } });
        Beyond("/audience/sectors", within with { Audience = Audience.None with { Roles = [Role.Cert] } });
        Beyond("/embargo/parties/0", within with { Embargo = new("2026-12-01T09:00:00", "Asia/Tokyo", [MakerEu.Id]) });
        Beyond("/legalBases/0", within with { LegalBases = [ToJapan with { Code = "contract" }] });
        Beyond("/pap", within with { Pap = PapLabel.Clear });
        Beyond("/permitsStatistics", within with { PermitsStatistics = true });
        Assert.Null(MandateScope.CheckTerms(mandate, within with { LegalBases = [ToJapan], Embargo = new("2026-12-01T09:00:00", "Asia/Tokyo", [CertEu.Id]) }));

        void Beyond(string pointer, StatedTerms terms) => Then.Refused(MandateScope.CheckTerms(mandate, terms), RefusalCode.OutsideMandate, pointer);
    }

    // Else a CERT could ask, name by name, who is in a group of the operator's.
    [Fact]
    public void Whoever_is_named_is_named_in_the_mandate_and_not_found_among_those_that_match_it()
    {
        var mandate = Most(Terms(audience: Audience.None with { Groups = [Rail] }));

        Assert.Equal(
            Then.Refused(MandateScope.CheckTerms(mandate, Terms(audience: Named(GridJp))), RefusalCode.OutsideMandate, "/audience/partners/0"), // Is in it.
            Then.Refused(MandateScope.CheckTerms(mandate, Terms(audience: Named(MakerEu))), RefusalCode.OutsideMandate, "/audience/partners/0"));
    }

    private static Mandate Most(StatedTerms terms) => Given(new(CertEu.Id, Now, Now.AddDays(1), Classes: null, terms)).Text;

    private static IEnumerable<StatedTerms> EveryTerms() =>
        from label in Enum.GetValues<TlpLabel>()
        from audience in Audiences
        from bases in Bases
        select Terms(label, audience) with { LegalBases = bases };

    private static HashSet<Viewer.Partner> Seers(SharingTerms terms)
    {
        var item = new SharedItem(GridEu.Id, GridEu.Jurisdiction, terms, EmbargoLifted: false);
        return [.. Viewers.Where(viewer => ReleasePolicy.Judge(viewer, item) is Verdict.Visible)];
    }

    private static string Text(StatedTerms terms) =>
        $"{terms.Label.Text()} {string.Join(' ', ReleasePolicy.AddressedClauses(SharingTerms.OriginatorOnly(terms.Label) with { Audience = terms.Audience }).Select(c => c.Clause.Key))}";
}
