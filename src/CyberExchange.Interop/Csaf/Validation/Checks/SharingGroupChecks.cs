namespace CyberExchange.Interop.Csaf.Validation.Checks;

/// <summary>Sharing groups of CSAF 2.1, and the two ids that are set aside: for all, and for none.</summary>
internal static class SharingGroupChecks
{
    private static ReadOnlySpan<byte> ForAll => "ffffffff-ffff-ffff-ffff-ffffffffffff"u8;

    private static ReadOnlySpan<byte> ForNone => "00000000-0000-0000-0000-000000000000"u8;

    public static void Mandatory(CsafSubject s)
    {
        var (group, label) = (s.Document["distribution"u8]["sharing_group"u8], s.Document["distribution"u8]["tlp"u8]["label"u8]);
        var (id, name) = (group["id"u8], group["name"u8]);
        if (!id.IsText)
        {
            return;
        }

        var (isForAll, isForNone) = (id.Is(ForAll), id.Is(ForNone));
        if (isForAll && label.IsText && !label.Is("CLEAR"u8))
        {
            s.Fail("6.1.38", label, $"The sharing group is everybody, and the label TLP:{label.Text}; give the group an id of its own or leave it out.");
        }

        if (!isForAll && label.Is("CLEAR"u8) && !(isForNone && s.Tracking["status"u8].Is("draft"u8)))
        {
            s.Fail("6.1.39", id, "TLP:CLEAR is for everybody, and this sharing group is not; leave the group out.");
        }

        if ((!isForAll && name.Is("Public"u8)) || (!isForNone && name.Is("No sharing allowed"u8)))
        {
            s.Fail("6.1.40", name, $"The name {name.Quoted} is set aside for the id of all {(name.Is("Public"u8) ? "f" : "zeros")}; give this group another.");
        }

        if ((isForAll && !name.Is("Public"u8)) || (isForNone && !name.Is("No sharing allowed"u8)))
        {
            s.Fail("6.1.41", name.Exists ? name : group, $"A sharing group with this id has the name \"{(isForAll ? "Public" : "No sharing allowed")}\".");
        }
    }

    public static void Further(CsafSubject s)
    {
        var (group, label) = (s.Document["distribution"u8]["sharing_group"u8], s.Document["distribution"u8]["tlp"u8]["label"u8]);
        if (group["id"u8].Is(ForAll))
        {
            s.Fail("6.2.28", group["id"u8], "A sharing group that is everybody says nothing; leave it out.");
        }

        if (group["id"u8].Is(ForNone))
        {
            s.Fail("6.2.29", group["id"u8], "This sharing group allows no sharing, which is for documents that are not yet published.");
        }

        if (group.Exists && label.Is("CLEAR"u8))
        {
            s.Fail("6.2.30", group, "A document under TLP:CLEAR needs no sharing group.");
        }
    }
}
