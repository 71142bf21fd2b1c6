using CyberExchange.Domain.Sharing;
using CyberExchange.Views.Core;
using CyberExchange.Views.Explain;

namespace CyberExchange.Server.Console;

/// <summary>One line of those who hold an item, on its originator's page.</summary>
/// <param name="Name">Handle of the partner, or of the CERT whose clients they are; null for everyone.</param>
/// <param name="IsPerson">Whether one person of it holds the item, by name.</param>
/// <param name="Reason">Why.</param>
/// <param name="Since">Since when.</param>
public sealed record HolderLine(string? Name, bool IsPerson, ReleaseReason Reason, DateTimeOffset Since)
{
    public static HolderLine Of(Holder holder, DirectorySnapshot directory) => holder switch
    {
        Holder.Everyone => new(Name: null, IsPerson: false, holder.Reason, holder.Since),
        Holder.Whole whole => new(directory.Partners.Find(whole.Partner)?.Handle, IsPerson: false, holder.Reason, holder.Since),
        Holder.Person person => new(directory.Partners.Find(person.Partner)?.Handle, IsPerson: true, holder.Reason, holder.Since),
        Holder.Forwarded forwarded => new(directory.Partners.Find(forwarded.Cert)?.Handle, IsPerson: false, holder.Reason, holder.Since),
        _ => throw new System.Diagnostics.UnreachableException("A holder of no known kind."),
    };
}

/// <summary>What an originator's own page tells of who sees the item.</summary>
public sealed record OwnItemModel
{
    /// <summary>The first of those who hold it.</summary>
    public required IReadOnlyList<HolderLine> Holders { get; init; }

    /// <summary>Whether there are more.</summary>
    public required bool More { get; init; }

    /// <summary>The partner that was asked about, as it was typed; null for none.</summary>
    public required string? Asked { get; init; }

    /// <summary>Why that partner sees it, or does not; null where the directory shows no such partner.</summary>
    public required Explanation? Answer { get; init; }
}
