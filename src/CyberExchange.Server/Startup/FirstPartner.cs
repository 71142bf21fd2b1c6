using System.Security.Cryptography;
using System.Text;
using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.EventStore;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Requests;

namespace CyberExchange.Server.Startup;

/// <summary>Enrols the first partner of an empty exchange, by the same commands as every other.</summary>
/// <remarks>Ids and keys follow from the file, so that a start which died half-way is finished by the next one.</remarks>
public sealed class FirstPartner(EventLog log, CommandRunner runner, RequestDigest digest)
{
    private const string PartnerKey = "first-partner";
    private static readonly Actor Exchange = Actor.System("first-partner");

    /// <summary>Does nothing without a file, and nothing in an exchange that was begun otherwise.</summary>
    /// <exception cref="StartupException">The file cannot be read, or what it says cannot be enrolled.</exception>
    public async Task EnrolAsync(string? file, CancellationToken ct)
    {
        if (file is null
            || (await log.HeadAsync(ct) > 0 && await log.FindKeyAsync(Guid.Empty, PartnerKey, ct) is null))
        {
            return;
        }

        var first = BootstrapFile.Read(file);
        var partner = new PartnerId(IdOf(first.Name));
        var members = first.Members.Select(m => Member(partner, first, m, file)).ToList();
        await RunAsync(PartnerStreams.Of(partner), PartnerKey, state => Enrol(state, partner, Facts(first, file), members), file, ct);
        var enrolled = (await PartnerStreams.Of(partner).LoadAsync(log, ct)).State;
        foreach (var (member, key) in members)
        {
            await RunAsync(PartnerStreams.Of(key), $"first-key-{key.Hex}", state => Bind(state, key, member, enrolled), file, ct);
        }
    }

    private async Task RunAsync<TState, TEvent>(
        CommandStream<TState, TEvent> stream, string key, Func<TState?, Decision<TEvent>> decide, string file, CancellationToken ct)
        where TState : class
        where TEvent : class
    {
        var command = new Command<TState, TEvent>
        {
            Stream = stream,
            By = Exchange,
            Key = new IdempotencyKey(Guid.Empty, key, digest.Of(key, "")),
            Decide = (state, _) => Task.FromResult(decide(state)),
        };
        var result = await runner.RunAsync(command, ct);
        if (result is not CommandResult.Done)
        {
            var reason = result is CommandResult.Refused { Refusal: var refusal } ? refusal.Detail : "The log does not take it now.";
            throw new StartupException($"The partner in {file} cannot be enrolled: {reason}");
        }
    }

    // A key is used once and never again. One that the file gained after the first start would be burnt on a member who is
    // not there; one that was bound before stays what it became, though its member may have gone since.
    private static Decision<MemberKeyEvent> Bind(MemberKey? state, SpkiDigest key, MemberProfile member, Partner? enrolled)
    {
        if (state is not null)
        {
            return Decision<MemberKeyEvent>.Nothing;
        }

        return enrolled?.Members.GetValueOrDefault(member.Id) is { } held
            ? new BindKey(key, enrolled.Id, held.Id).Decide(state, held)
            : new Refusal(RefusalCode.UnknownParty, "/members", $"{member.Handle} is not its member. The file is for the first start; later members are added by a steward.");
    }

    private static Decision<PartnerEvent> Enrol(
        Partner? state, PartnerId id, PartnerFacts facts, IReadOnlyList<(MemberProfile Member, SpkiDigest Key)> members)
    {
        if (state is not null)
        {
            return Decision<PartnerEvent>.Nothing;
        }

        var events = new List<PartnerEvent>();
        var steps = members
            .Select(m => (Func<Partner?, Decision<PartnerEvent>>)new AddMember(m.Member.Id, m.Member.Kind, m.Member.Handle, Name: null).Decide)
            .Prepend(new EnrolPartner(id, facts).Decide);
        foreach (var step in steps)
        {
            var decision = step(Partner.Fold(events));
            if (decision is not Decision<PartnerEvent>.Accepted accepted)
            {
                return decision;
            }

            events.AddRange(accepted.Events);
        }

        return new Decision<PartnerEvent>.Accepted(events);
    }

    private static PartnerFacts Facts(BootstrapFile first, string file) => new()
    {
        Handle = first.Name,
        Name = first.DisplayName,
        OrganizationIdentifier = first.OrganizationIdentifier,
        Jurisdiction = Roles.ParseJurisdiction(first.Jurisdiction) ?? throw new StartupException($"{file}: '{first.Jurisdiction}' is not EU or JP."),
        Roles = [Roles.Parse(first.Role) ?? throw new StartupException($"{file}: '{first.Role}' is not a role.")],
        Sectors = [],
        Constituency = [],
        PublisherNamespaces = [],
        StandingAgreements = [],
        Listed = true,
        ClearNeedsTwoMembers = false,
    };

    private static (MemberProfile Member, SpkiDigest Key) Member(PartnerId partner, BootstrapFile first, BootstrapFile.MemberEntry entry, string file)
    {
        var kind = MemberKinds.Parse(entry.Kind) ?? throw new StartupException($"{file}: '{entry.Kind}' is not person or service.");
        var key = SpkiDigest.IsValid(entry.KeySha256)
            ? new SpkiDigest(entry.KeySha256)
            : throw new StartupException($"{file}: the key of {entry.Name} is not 64 lower-case hexadecimal digits.");
        return (new MemberProfile(new MemberId(IdOf($"{first.Name}/{entry.Name}")), partner, kind, entry.Name), key);
    }

    private static Guid IdOf(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"first partner\n{name}")).AsSpan(0, 16), bigEndian: true);
}
