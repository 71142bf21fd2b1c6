namespace CyberExchange.Domain.Sharing;

/// <summary>Whether a viewer may learn whom an incident befell.</summary>
/// <remarks>
/// An operator reports what happened to itself. A maker is told of it to mend its product, and must not learn which of its
/// customers was hit; one that is a CERT, an operator or an authority besides reads as such.
/// </remarks>
public static class VictimNames
{
    /// <summary>Whether the viewer may know which partner reported an incident.</summary>
    /// <param name="viewer">Who reads.</param>
    /// <param name="originator">Who reported it.</param>
    /// <param name="byOperator">Whether the originator is an operator.</param>
    public static bool AreShown(Viewer viewer, PartnerId originator, bool byOperator) =>
        viewer is not Viewer.Partner { Profile: var reader }
        || reader.Id == originator
        || !byOperator
        || !IsMakerOnly(reader);

    private static bool IsMakerOnly(PartnerProfile reader) =>
        reader.Has(Role.Maker) && reader.Roles.All(role => role is Role.Maker || !Roles.Community.Contains(role));
}
