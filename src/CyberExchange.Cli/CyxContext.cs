namespace CyberExchange.Cli;

/// <summary>What every command is made with.</summary>
public sealed record CyxContext(Surroundings Surroundings, GlobalOptions Globals);
