using System.CommandLine;

namespace CyberExchange.Cli;

/// <summary>The options that every command takes.</summary>
public sealed class GlobalOptions
{
    private const double RetryForSecondsDefault = 15;

    private readonly Option<string?> _as = new("--as")
    {
        Description = "Whose certificate speaks: HOME/certificates/NAME.pem and NAME.key. Else CYX_CERTIFICATE and CYX_KEY, else CYX_AS.",
        HelpName = "NAME",
        Recursive = true,
    };

    private readonly Option<string?> _server = new("--server")
    {
        Description = "The exchange. Else CYX_SERVER, else https://localhost on CYBEREXCHANGE_PORT or 8443.",
        HelpName = "URL",
        Recursive = true,
    };

    private readonly Option<string?> _home = new("--home")
    {
        Description = "The instance folder. Else CYBEREXCHANGE_HOME, else ./.cyberexchange.",
        HelpName = "DIR",
        Recursive = true,
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "JSON instead of text: one object, or one line for each element of a list.",
        Recursive = true,
    };

    private readonly Option<double> _retryFor = new("--retry-for")
    {
        Description = "How long to try again when the exchange is busy or absent.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => RetryForSecondsDefault,
        Recursive = true,
    };

    public IEnumerable<Option> All => [_as, _server, _home, _json, _retryFor];

    public bool Json(ParseResult parsed) => parsed.GetValue(_json);

    /// <exception cref="CyxFailure">A value cannot be used.</exception>
    public CyxSettings Settings(ParseResult parsed, Surroundings surroundings) => CyxSettings.Resolve(
        parsed.GetValue(_as), parsed.GetValue(_server), parsed.GetValue(_home), parsed.GetValue(_retryFor), surroundings);
}
