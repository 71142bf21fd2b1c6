using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Gate;

/// <summary>Lets the exchange act for members who ordered something that goes on while they are away, such as to follow a source.</summary>
/// <remarks>
/// Nobody shows a certificate then, so that neither its validity nor its revocation is asked: what stands for the member is that the
/// directory still holds it with a bound key. It never reaches further than the member itself would.
/// </remarks>
public sealed class Deputations(LiveDirectory directory)
{
    /// <summary>Begins to act for a member.</summary>
    /// <param name="partner">Whose member it was when it gave the order.</param>
    /// <param name="member">The member.</param>
    /// <param name="required">What its partner must still be allowed to do, all of it.</param>
    public Deputation Of(PartnerId partner, MemberId member, params IReadOnlyList<Capability> required) => new(directory, partner, member, required);
}

/// <summary>Whether the exchange may act for one member, asked anew before each thing that it does.</summary>
public sealed class Deputation
{
    private readonly LiveDirectory _directory;
    private readonly PartnerId _partner;
    private readonly MemberId _member;
    private readonly IReadOnlyList<Capability> _required;

    internal Deputation(LiveDirectory directory, PartnerId partner, MemberId member, IReadOnlyList<Capability> required) =>
        (_directory, _partner, _member, _required) = (directory, partner, member, required);

    /// <summary>For whom it acts as the directory knows it now, or what the member would be told at the gate.</summary>
    public (Deputy? Deputy, GateRefusal? Refusal) Ask()
    {
        var now = _directory.Current;
        if (now.Partners.Find(_partner) is not { Suspended: false } partner)
        {
            return (null, GateRefusal.PartnerSuspended);
        }

        if (now.Partners.Find(_member) is not { } member || member.Partner != _partner || now.Keys(_member).Count == 0)
        {
            return (null, GateRefusal.MemberInactive);
        }

        var viewer = new Viewer.Partner(partner, _member);
        return _required.All(capability => Rights.Has(viewer, capability)) ? (new(viewer, member), null) : (null, GateRefusal.NotPermitted);
    }
}

/// <summary>A member for whom the exchange acts while it is away. Made only in this folder.</summary>
public sealed class Deputy
{
    internal Deputy(Viewer.Partner viewer, MemberProfile member) => (Viewer, Member) = (viewer, member);

    /// <summary>As whom the exchange sees and acts.</summary>
    public Viewer.Partner Viewer { get; }

    /// <summary>Who gave the order.</summary>
    public MemberProfile Member { get; }
}
