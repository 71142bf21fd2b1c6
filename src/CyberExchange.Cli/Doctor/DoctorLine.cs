namespace CyberExchange.Cli.Doctor;

/// <summary>What came of one check.</summary>
/// <param name="Check">What was looked at.</param>
/// <param name="Ok">Whether it is as it should be.</param>
/// <param name="Finding">What was found.</param>
/// <param name="ToDo">What to do about it; null when nothing.</param>
public sealed record DoctorLine(string Check, bool Ok, string Finding, string? ToDo = null);
