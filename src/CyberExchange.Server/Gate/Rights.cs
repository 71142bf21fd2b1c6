using CyberExchange.Domain.Sharing;

namespace CyberExchange.Server.Gate;

/// <summary>Who may do what: the one table from which every answer of the gate follows.</summary>
/// <remarks>
/// A partner with several roles has the rights of each. A steward administers and reads no content, so it lacks even what
/// the public may read. What an item's originator alone may do is a rule of the item, not a right of a role.
/// </remarks>
public static class Rights
{
    private const bool Yes = true;
    private const bool No_ = false;

    private static readonly Row[] Table = [.. Enum.GetValues<Capability>().Select(Of)];

    /// <summary>Whether anyone at all may do this, without a certificate.</summary>
    public static bool HasPublic(Capability capability) => Table[(int)capability].Public;

    /// <summary>Whether this role alone suffices.</summary>
    public static bool Has(Role role, Capability capability)
    {
        var row = Table[(int)capability];
        return role switch
        {
            Role.Cert => row.Cert,
            Role.Operator => row.Operator,
            Role.Maker => row.Maker,
            Role.Authority => row.Authority,
            Role.Delegate => row.Delegate,
            Role.Steward => row.Steward,
        };
    }

    /// <summary>Whether this viewer may do this.</summary>
    public static bool Has(Viewer viewer, Capability capability) => viewer switch
    {
        Viewer.Partner { Profile: var profile } => profile.Roles.Any(role => Has(role, capability)),
        _ => HasPublic(capability),
    };

    private static Row Of(Capability capability) => capability switch
    {
        //                                      public cert operator maker authority delegate steward
        Capability.ReadHealth        => new Row(Yes,   Yes, Yes,     Yes,  Yes,      Yes,     Yes),
        Capability.ReadOpenApi       => new Row(Yes,   Yes, Yes,     Yes,  Yes,      Yes,     Yes),
        Capability.ReadTokenMetadata => new Row(Yes,   Yes, Yes,     Yes,  Yes,      Yes,     Yes),
        Capability.OpenPages         => new Row(Yes,   Yes, Yes,     Yes,  Yes,      Yes,     Yes),
        Capability.ReadItems         => new Row(Yes,   Yes, Yes,     Yes,  Yes,      Yes,     No_),
        Capability.ReadCsafSites     => new Row(Yes,   Yes, Yes,     Yes,  Yes,      Yes,     Yes),
        Capability.ReadFeed          => new Row(No_,   Yes, Yes,     Yes,  Yes,      Yes,     No_),
        Capability.Subscribe         => new Row(No_,   Yes, Yes,     Yes,  Yes,      Yes,     No_),
        Capability.ReadPartners      => new Row(No_,   Yes, Yes,     Yes,  Yes,      Yes,     Yes),
        Capability.ReadSelf          => new Row(No_,   Yes, Yes,     Yes,  Yes,      Yes,     Yes),
        Capability.Enrol             => new Row(Yes,   Yes, Yes,     Yes,  Yes,      Yes,     Yes),
        Capability.RenewKeys         => new Row(No_,   Yes, Yes,     Yes,  Yes,      Yes,     Yes),
        Capability.ObtainTokens      => new Row(No_,   Yes, Yes,     Yes,  Yes,      Yes,     Yes),
        Capability.ReportIncidents   => new Row(No_,   Yes, Yes,     Yes,  No_,      No_,     No_),
        Capability.GiveMandates      => new Row(No_,   No_, Yes,     No_,  No_,      No_,     No_),
        Capability.ReadMandates      => new Row(No_,   Yes, Yes,     No_,  No_,      No_,     No_),
        Capability.ActOnMandates     => new Row(No_,   Yes, No_,     No_,  No_,      No_,     No_),
        Capability.KeepDuties        => new Row(No_,   Yes, Yes,     Yes,  No_,      No_,     No_),
        Capability.ReadDuties        => new Row(No_,   Yes, Yes,     Yes,  Yes,      No_,     No_),
        Capability.ReviewReports     => new Row(No_,   Yes, No_,     No_,  Yes,      No_,     No_),
        Capability.ReadRulebooks     => new Row(No_,   Yes, Yes,     Yes,  Yes,      Yes,     Yes),
        Capability.ManageRulebooks   => new Row(No_,   No_, No_,     No_,  No_,      No_,     Yes),
        Capability.ReadDialogue      => new Row(No_,   Yes, Yes,     Yes,  Yes,      Yes,     Yes),
        Capability.ConductDialogue   => new Row(No_,   No_, No_,     No_,  No_,      Yes,     No_),
        Capability.PostSignals       => new Row(No_,   Yes, Yes,     Yes,  Yes,      Yes,     No_),
        Capability.ReadSupplyWatch   => new Row(No_,   Yes, Yes,     Yes,  Yes,      Yes,     No_),
        Capability.PublishAdvisories => new Row(No_,   Yes, No_,     Yes,  No_,      No_,     No_),
        Capability.FollowProviders   => new Row(No_,   Yes, No_,     No_,  No_,      No_,     No_),
        Capability.ReadExploited     => new Row(Yes,   Yes, Yes,     Yes,  Yes,      Yes,     Yes),
        Capability.LoadExploited     => new Row(No_,   No_, No_,     No_,  No_,      No_,     Yes),
        Capability.ReadGroups        => new Row(No_,   Yes, Yes,     Yes,  Yes,      Yes,     Yes),
        Capability.ManageGroups      => new Row(No_,   No_, No_,     No_,  No_,      No_,     Yes),
        Capability.ForwardItems      => new Row(No_,   Yes, No_,     No_,  No_,      No_,     No_),
        Capability.LeaveConstituency => new Row(No_,   Yes, Yes,     Yes,  Yes,      Yes,     No_),
        Capability.ManagePolicy      => new Row(No_,   No_, No_,     No_,  No_,      No_,     Yes),
        Capability.ManageTrust       => new Row(No_,   No_, No_,     No_,  No_,      No_,     Yes),
        Capability.ManagePartners    => new Row(No_,   No_, No_,     No_,  No_,      No_,     Yes),
        Capability.RecertifyAccess   => new Row(No_,   No_, No_,     No_,  No_,      No_,     Yes),
        Capability.ReadOwnAudit      => new Row(No_,   Yes, Yes,     Yes,  Yes,      Yes,     Yes),
        Capability.AuditReleases     => new Row(No_,   No_, No_,     No_,  No_,      No_,     Yes),
        Capability.ReadViews         => new Row(No_,   No_, No_,     No_,  No_,      No_,     Yes),
        Capability.ManageViews       => new Row(No_,   No_, No_,     No_,  No_,      No_,     Yes),
    };

    private sealed record Row(bool Public, bool Cert, bool Operator, bool Maker, bool Authority, bool Delegate, bool Steward);
}
