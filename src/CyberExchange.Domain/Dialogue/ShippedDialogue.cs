using CyberExchange.Domain.Stored;

namespace CyberExchange.Domain.Dialogue;

/// <summary>The record that comes with the program: what delegates can propose to begin with. It stands nowhere until both sides agreed on it.</summary>
public static class ShippedDialogue
{
    private static readonly Lazy<IReadOnlyList<DialogueEntry>> Lazy = new(() => CanonicalJson.Read(Document(), DialogueJson.Default.IReadOnlyListDialogueEntry));

    /// <summary>Its entries, in the document's order.</summary>
    public static IReadOnlyList<DialogueEntry> Entries => Lazy.Value;

    /// <summary>The document itself: a JSON array of entries.</summary>
    public static byte[] Document()
    {
        using var resource = typeof(ShippedDialogue).Assembly.GetManifestResourceStream("dialogue-record.json")
            ?? throw new InvalidOperationException("The program was built without its dialogue record.");
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }
}
