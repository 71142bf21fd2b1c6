namespace CyberExchange.Server.Gate;

/// <summary>What a route lets its caller do. Every route requires at least one; <see cref="Rights"/> says who has it.</summary>
public enum Capability
{
    /// <summary>Whether the server lives and is ready.</summary>
    ReadHealth,

    /// <summary>The description of the API.</summary>
    ReadOpenApi,

    /// <summary>How tokens are had and checked: the metadata of the authorization server and the keys that tokens are signed with.</summary>
    ReadTokenMetadata,

    /// <summary>The pages and what they are made of; what they show of items is asked for with the visitor's own view.</summary>
    OpenPages,

    /// <summary>Incidents and advisories that are released to the viewer: lists, counts, single items, documents.</summary>
    ReadItems,

    /// <summary>What everybody may read of the partners' CSAF provider sites: requirement 4 of CSAF keeps nobody from it.</summary>
    ReadCsafSites,

    /// <summary>The feed of what arrives at the viewer and what is taken from it.</summary>
    ReadFeed,

    /// <summary>To say what the partner wants to hear of, and to read, change and cancel that.</summary>
    Subscribe,

    /// <summary>The partners that the caller's directory shows.</summary>
    ReadPartners,

    /// <summary>Who the certificate says the caller is.</summary>
    ReadSelf,

    /// <summary>To enrol a key with the secret of an invitation, before one has a certificate to come with.</summary>
    Enrol,

    /// <summary>To enrol one's next key with the present one, and to give one of them up.</summary>
    RenewKeys,

    /// <summary>To get access tokens for one's own certificate.</summary>
    ObtainTokens,

    /// <summary>To report incidents, and to amend, share and withdraw one's own.</summary>
    ReportIncidents,

    /// <summary>To let a CERT file incidents on one's own behalf, and to take that back.</summary>
    GiveMandates,

    /// <summary>The mandates that the caller's partner has given, and those that it holds.</summary>
    ReadMandates,

    /// <summary>To file incidents for operators, under the mandates that they have given.</summary>
    ActOnMandates,

    /// <summary>To state what laws bind one's organisation, and to keep the duty files of incidents that it originated.</summary>
    KeepDuties,

    /// <summary>The duties of one's own files, and those for which another named one's organisation.</summary>
    ReadDuties,

    /// <summary>To review what was submitted to one's organisation.</summary>
    ReviewReports,

    /// <summary>The versions of the rulebook: in force, proposed and former, and what one changes about another.</summary>
    ReadRulebooks,

    /// <summary>To propose, approve and turn down versions of the rulebook.</summary>
    ManageRulebooks,

    /// <summary>The dialogue's record: developments of law, sessions, commitments, and what is next.</summary>
    ReadDialogue,

    /// <summary>To propose what the record, the joint watch list and editions of the trends say and decide on what the other side proposes, to keep notes, to watch topics, and to be warned early.</summary>
    ConductDialogue,

    /// <summary>To post supply signals, and to revise, share and withdraw one's own and say what became of them.</summary>
    PostSignals,

    /// <summary>The joint watch list, and how it stands by the signals that one sees.</summary>
    ReadSupplyWatch,

    /// <summary>To publish advisories, and to revise, share and withdraw one's own.</summary>
    PublishAdvisories,

    /// <summary>To have the exchange follow CSAF providers, and import what they publish for the partner.</summary>
    FollowProviders,

    /// <summary>Which vulnerabilities CISA's catalogue knows to be exploited.</summary>
    ReadExploited,

    /// <summary>To load a later catalogue of known exploited vulnerabilities.</summary>
    LoadExploited,

    /// <summary>The sharing groups that the caller is in.</summary>
    ReadGroups,

    /// <summary>To form, change and dissolve sharing groups, and to let partners join and leave.</summary>
    ManageGroups,

    /// <summary>To open what one sees to one's own clients, and to take it back.</summary>
    ForwardItems,

    /// <summary>To leave the constituency of a CERT.</summary>
    LeaveConstituency,

    /// <summary>To read which version of the release policy is in force, and to adopt a later one.</summary>
    ManagePolicy,

    /// <summary>To read, propose, approve and turn down the lists of anchors that vouch for each jurisdiction's partners.</summary>
    ManageTrust,

    /// <summary>To enrol, change and suspend partners, and to bind and unbind their members' keys.</summary>
    ManagePartners,

    /// <summary>To list who holds what access and when that was last confirmed, and to confirm it.</summary>
    RecertifyAccess,

    /// <summary>To list who was shown what is one's own, and what the gate decided about one's own keys.</summary>
    ReadOwnAudit,

    /// <summary>To be told who holds an item and why, of an item that its originator names, and to list reads and the gate's decisions; nothing of what is in an item, and nobody by name.</summary>
    AuditReleases,

    /// <summary>To read how the views of the log stand: positions and nodes, and nothing of what is in them.</summary>
    ReadViews,

    /// <summary>To have a view made anew, and to cancel that.</summary>
    ManageViews,
}
