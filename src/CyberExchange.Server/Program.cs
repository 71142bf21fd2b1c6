using System.Net.Sockets;
using System.Security.Cryptography;
using CyberExchange.Server;
using CyberExchange.Server.Archiving;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Startup;
using CyberExchange.Storage;
using Npgsql;

const int StoppedInOrder = 0;
const int CannotStart = 1;
const int SettingsMissing = 2;

if (args is ["archive", .. var archiving])
{
    return await new ArchiveCommand(Console.Out, Console.Error)
        .RunAsync(archiving, Environment.GetEnvironmentVariable("CYBEREXCHANGE_DATABASE"), CancellationToken.None);
}

var (options, errors) = ServerOptions.Read(Environment.GetEnvironmentVariable);
if (options is null)
{
    foreach (var error in errors)
    {
        await Console.Error.WriteLineAsync(error);
    }

    return SettingsMissing;
}

try
{
    await using var exchange = await ExchangeHost.StartAsync(options, CancellationToken.None);
    await exchange.WaitForShutdownAsync();
    return StoppedInOrder;
}
catch (SocketException e)
{
    // Kestrel's own exception, an IOException, is only for an address in use.
    await Console.Error.WriteLineAsync($"The server cannot listen on {options.Listen}, port {options.Port}: {e.Message}");
    return CannotStart;
}
catch (Exception e) when (e is StartupException or TrustAnchorsException or SchemaMismatchException or SchemaLockedException or UngatedRoutesException
    or NpgsqlException or CryptographicException or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync($"The server cannot start: {e.Message}");
    return CannotStart;
}
