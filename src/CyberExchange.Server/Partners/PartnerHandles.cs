using CyberExchange.Domain;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Partners;

/// <summary>Keeps two partners from having one handle.</summary>
/// <remarks>
/// Each partner is a stream of its own, so no rule sees two of them; the directory does, a few milliseconds behind the log.
/// Two stewards who give the same free handle within that time both succeed. Then the handle finds the partner with the
/// lower id (see <see cref="DirectorySnapshot.FindHandle"/>), ids and keys still tell the two apart, and either is renamed.
/// </remarks>
public static class PartnerHandles
{
    /// <summary>The refusal of a handle that another partner has; null where it is free.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="handle">The handle asked for.</param>
    /// <param name="by">Who shall have it.</param>
    public static Refusal? Taken(DirectorySnapshot directory, string handle, PartnerId by) =>
        directory.FindHandle(handle) is { } holder && holder.Id != by
            ? new(RefusalCode.AlreadyExists, "/handle", $"Another partner has the handle {handle}.")
            : null;
}
