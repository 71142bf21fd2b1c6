using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Partners;
using CyberExchange.Views.Core;
using Xunit;

namespace CyberExchange.Tests.Server;

/// <summary>Whom a caller's directory shows, and who may have which handle.</summary>
public sealed class PartnerDirectoryTests
{
    private static readonly PartnerId Caller = new(Guid.Parse("0198c0de-0000-7000-8000-00000000000a"));
    private static readonly PartnerId Other = new(Guid.Parse("0198c0de-0000-7000-8000-00000000000b"));
    private static readonly PartnerId Third = new(Guid.Parse("0198c0de-0000-7000-8000-00000000000c"));

    [Theory]
    [InlineData(Role.Operator, "energy", "water", false, false, false)]
    [InlineData(Role.Operator, "", "", false, false, false)]
    [InlineData(Role.Operator, "energy", "energy water", false, true, false)]
    [InlineData(Role.Operator, "", "", true, true, false)]
    [InlineData(Role.Authority, "", "water", false, false, false)]
    [InlineData(Role.Steward, "", "water", false, true, true)]
    public void The_directory_shows_groups_and_listed_and_everything_to_stewards(
        Role role, string callersGroups, string othersGroups, bool listed, bool shown, bool whole)
    {
        var caller = Entry(Caller, "caller", role, callersGroups, listed: false).Profile;
        var other = Entry(Other, "other", Role.Maker, othersGroups, listed);

        Assert.Equal((shown, whole), (caller.Shows(other), caller.ShowsWhole(other)));
    }

    [Fact]
    public void Everyone_sees_itself_whole()
    {
        var entry = Entry(Caller, "caller", Role.Operator, "", listed: false);
        var caller = entry.Profile;

        Assert.Equal((true, true), (caller.Shows(entry), caller.ShowsWhole(entry)));
    }

    [Fact]
    public void A_handle_is_taken_for_all_but_its_holder()
    {
        var directory = new DirectorySnapshot([Entry(Other, "grid", Role.Operator, "", listed: true)], [], [], []);

        Assert.Equal((RefusalCode.AlreadyExists, "/handle"), (PartnerHandles.Taken(directory, "grid", Caller)!.Code, PartnerHandles.Taken(directory, "grid", Caller)!.Pointer));
        Assert.Null(PartnerHandles.Taken(directory, "grid", Other));
        Assert.Null(PartnerHandles.Taken(directory, "free", Caller));
    }

    [Fact]
    public void Two_who_took_one_handle_at_once_stay_apart_and_the_lower_id_is_found()
    {
        var directory = new DirectorySnapshot(
            [Entry(Third, "twin", Role.Operator, "", listed: true), Entry(Other, "twin", Role.Operator, "", listed: true)], [], [], []);

        Assert.Equal(Other, directory.FindHandle("twin")?.Id);
        Assert.Equal("twin", directory.Entry(Third)?.Facts.Handle);
        Assert.NotNull(PartnerHandles.Taken(directory, "twin", Caller));
    }

    private static PartnerEntry Entry(PartnerId id, string handle, Role role, string groups, bool listed) => new(
        id,
        new PartnerFacts
        {
            Handle = handle,
            Name = handle,
            OrganizationIdentifier = null,
            Jurisdiction = Jurisdiction.EU,
            Roles = [role],
            Sectors = [],
            Constituency = [],
            PublisherNamespaces = [],
            StandingAgreements = [],
            Listed = listed,
            ClearNeedsTwoMembers = false,
        },
        [.. groups.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(g => new GroupId(g))],
        Suspended: false);
}
