using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Server.Items;

/// <summary>Reads a jurisdiction as documents write it.</summary>
internal static class JurisdictionReading
{
    /// <summary>The jurisdiction, or why the text is none.</summary>
    public static (Jurisdiction, Refusal?) Read(string text, string pointer) => Roles.ParseJurisdiction(text) is { } jurisdiction
        ? (jurisdiction, null)
        : (default, new(RefusalCode.UnknownTerm, pointer, "A jurisdiction is EU or JP."));
}
