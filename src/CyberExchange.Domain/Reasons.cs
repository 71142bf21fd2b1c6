namespace CyberExchange.Domain;

/// <summary>The reasons that people give for what they do.</summary>
internal static class Reasons
{
    /// <summary>Why a text is no reason; null when it is one.</summary>
    /// <param name="reason">What was given.</param>
    /// <param name="charactersMax">UTF-16 units.</param>
    public static Refusal? Check(string reason, int charactersMax) => string.IsNullOrWhiteSpace(reason) || reason.Length > charactersMax
        ? new(RefusalCode.Invalid, "/reason", $"A reason has 1 to {charactersMax} characters.")
        : null;
}
