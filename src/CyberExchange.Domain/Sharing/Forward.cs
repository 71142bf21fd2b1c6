using System.Collections.Immutable;

namespace CyberExchange.Domain.Sharing;

/// <summary>Which of a CERT's clients a forward is for.</summary>
/// <param name="All">Its whole constituency. Said outright: an empty list is nobody and never everybody.</param>
/// <param name="Named">These clients, where it is not all of them.</param>
public sealed record ForwardClients(bool All, IReadOnlyList<PartnerId> Named)
{
    public static ForwardClients Nobody { get; } = new(All: false, []);

    public static ForwardClients Constituency { get; } = new(All: true, []);

    /// <summary>The clauses through which the clients of a CERT see the item.</summary>
    public IEnumerable<AudienceClause.Clients> Clauses(PartnerId cert) =>
        All ? [new(cert, Only: null)] : Named.Select(client => new AudienceClause.Clients(cert, client));
}

/// <summary>Why a CERT may pass the item on, on its clients' side.</summary>
/// <param name="Code">A short code of the instrument, such as <c>nis2-art-11-3</c>.</param>
/// <param name="Reference">Where it is written: citation, agreement number or file reference.</param>
public sealed record ForwardBasis(string Code, string Reference);

/// <summary>The forwards of one item, as far as its own events tell: a forward also ends by what happens to partners.</summary>
/// <param name="Statements">How often each CERT stated a forward.</param>
/// <param name="Standing">The CERTs whose forward they have not ended themselves.</param>
public sealed record Forwards(ImmutableDictionary<PartnerId, int> Statements, ImmutableHashSet<PartnerId> Standing)
{
    public static Forwards None { get; } = new(ImmutableDictionary<PartnerId, int>.Empty, []);

    public Forwards Stated(PartnerId by) => new(Statements.SetItem(by, StatementsOf(by) + 1), Standing.Add(by));

    public Forwards Ended(PartnerId by) => this with { Standing = Standing.Remove(by) };

    public int StatementsOf(PartnerId by) => Statements.GetValueOrDefault(by);
}
