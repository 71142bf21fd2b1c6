using System.Globalization;

namespace CyberExchange.DevHost;

/// <summary>What the launcher was asked to do, by its arguments and its environment.</summary>
public sealed record LauncherOptions
{
    public const int DefaultPort = 8443;

    public const string Usage = """
        usage: ops/up [--reset] [--empty]

        Starts a development instance on this machine and stops it with Ctrl-C.

          --reset   removes the instance first: data, keys and certificates
          --empty   enrols the development partners and posts no demo items
          --help    prints this

        CYBEREXCHANGE_HOME      folder of the instance; .cyberexchange at the top of the repository if not set
        CYBEREXCHANGE_PORT      port of the server on this machine; 8443 if not set
        CYBEREXCHANGE_DATABASE  connection string of a PostgreSQL 15 or later to use instead of the embedded one
        CYBEREXCHANGE_PG_BIN    folder with the programs of a PostgreSQL to run instead of the packaged one
        """;

    /// <summary>Absolute path of the instance folder.</summary>
    public required string Home { get; init; }

    public required int Port { get; init; }

    /// <summary>A connection string, or null for the embedded PostgreSQL.</summary>
    public string? Database { get; init; }

    /// <summary>The server's assembly; null when only the database is wanted.</summary>
    public string? ServerAssembly { get; init; }

    /// <summary>Folder of the demo's items; null for none.</summary>
    public string? DemoFolder { get; init; }

    public bool DatabaseOnly { get; init; }

    public bool Reset { get; init; }

    /// <summary>Whether the partners start without the demo's items.</summary>
    public bool Empty { get; init; }

    public bool Help { get; init; }

    /// <summary>Reads the command line: <c>up --server FILE [--demo FOLDER] [--reset] [--empty]</c>, or <c>database [--reset]</c>.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="environment">Finds an environment variable; null or empty if it is not set.</param>
    /// <exception cref="FormatException">The message says in one line what is wrong.</exception>
    public static LauncherOptions Parse(IReadOnlyList<string> arguments, Func<string, string?> environment)
    {
        var options = FromEnvironment(environment);
        if (arguments.Count == 0)
        {
            throw new FormatException("say up or database first; ops/up does");
        }

        options = arguments[0] switch
        {
            "up" => options,
            "database" => options with { DatabaseOnly = true },
            "--help" => options with { Help = true },
            var other => throw new FormatException($"{other} is neither up nor database"),
        };
        for (var i = 1; i < arguments.Count; i++)
        {
            options = arguments[i] switch
            {
                "--reset" => options with { Reset = true },
                "--empty" => options with { Empty = true },
                "--demo" when i + 1 < arguments.Count => options with { DemoFolder = Path.GetFullPath(arguments[++i]) },
                "--help" or "-h" => options with { Help = true },
                "--server" when i + 1 < arguments.Count => options with { ServerAssembly = Path.GetFullPath(arguments[++i]) },
                var other => throw new FormatException($"{other} is not an option; --help lists them"),
            };
        }

        return options is { DatabaseOnly: false, Help: false, ServerAssembly: null }
            ? throw new FormatException("--server names the server's assembly; ops/up does")
            : options;
    }

    private static LauncherOptions FromEnvironment(Func<string, string?> environment)
    {
        var home = environment("CYBEREXCHANGE_HOME");
        var port = environment("CYBEREXCHANGE_PORT");
        var database = environment("CYBEREXCHANGE_DATABASE");
        return new LauncherOptions
        {
            Home = Path.GetFullPath(string.IsNullOrEmpty(home) ? ".cyberexchange" : home),
            Port = string.IsNullOrEmpty(port) ? DefaultPort : ParsePort(port),
            Database = string.IsNullOrEmpty(database) ? null : database,
        };
    }

    private static int ParsePort(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue
            ? port
            : throw new FormatException($"CYBEREXCHANGE_PORT is {text}, and a port is a number from 1 to 65535");
}
