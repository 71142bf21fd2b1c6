using System.Net;
using System.Net.Sockets;
using CyberExchange.Domain;
using CyberExchange.Domain.Sources;
using CyberExchange.Fetching;

namespace CyberExchange.Server.Sources;

/// <summary>The settings of what the exchange fetches for partners.</summary>
public sealed record SourceOptions
{
    /// <summary>What may be dialled.</summary>
    public SourceReach Reach { get; init; } = SourceReach.Nowhere;

    /// <summary>PEM file of the only authorities that count for the TLS of providers; null for those of the system.</summary>
    public string? AnchorsFile { get; init; }

    /// <summary>From the end of a run to one that is asked for.</summary>
    public TimeSpan AskedRunsApart { get; init; } = SourceLimits.AskedRunsApart;
}

/// <summary>Which hosts and addresses sources may lead the exchange to: those that its operator names, and no other.</summary>
/// <remarks>
/// A partner chooses the address and its provider names further ones, so that each could point inwards. Every connection is judged when it is
/// opened: the host by its name, then what the name resolves to, and the address that was judged is the one that is dialled.
/// </remarks>
public sealed class SourceReach
{
    private const string Anything = "*";
    private const string Below = "*.";
    private const int HttpsPort = 443;

    private readonly IReadOnlyList<(string Host, int Port)> _hosts;
    private readonly IReadOnlyList<IPEndPoint> _addresses;
    private readonly IReadOnlyList<IPNetwork> _networks;

    private SourceReach(IReadOnlyList<(string Host, int Port)> hosts, IReadOnlyList<IPEndPoint> addresses, IReadOnlyList<IPNetwork> networks) =>
        (_hosts, _addresses, _networks) = (hosts, addresses, networks);

    /// <summary>Nothing is fetched.</summary>
    public static SourceReach Nowhere { get; } = new([], [], []);

    /// <summary>Whether anything may be dialled.</summary>
    public bool IsNowhere => _hosts.Count + _addresses.Count + _networks.Count == 0;

    /// <summary>Reads a list of words with spaces between.</summary>
    /// <param name="text">
    /// Each is <c>HOST</c>, <c>*.DOMAIN</c> for what stands below it, or <c>*</c> for any host, with <c>:PORT</c> where it is not 443; an address, with its
    /// port likewise (<c>[2001:db8::1]:8443</c>), which may stand in place of a name and be led to by one; or a network such as
    /// <c>10.2.0.0/16</c>, to which names may lead though it is not public.
    /// </param>
    /// <returns>The reach, or the word that is none.</returns>
    public static (SourceReach? Reach, string? Wrong) Read(string text)
    {
        var (hosts, addresses, networks) = (new List<(string, int)>(), new List<IPEndPoint>(), new List<IPNetwork>());
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            // The port first: who reads an address in brackets alone passes it over.
            if (IPEndPoint.TryParse(word, out var endPoint) && endPoint.Port > 0)
            {
                addresses.Add(new(PublicAddresses.Plain(endPoint.Address), endPoint.Port));
            }
            else if (IPAddress.TryParse(word, out var address))
            {
                addresses.Add(new(PublicAddresses.Plain(address), HttpsPort));
            }
            else if (IPNetwork.TryParse(word, out var network))
            {
                networks.Add(PublicAddresses.Plain(network));
            }
            else if (HostOf(word) is { } host)
            {
                hosts.Add(host);
            }
            else
            {
                return (null, word);
            }
        }

        return (new(hosts, addresses, networks), null);
    }

    /// <summary>Why a provider's first address may not be asked; null where it may.</summary>
    /// <param name="provider">A domain or an https URL, as <see cref="SourceRules.CheckProvider"/> takes it.</param>
    public Refusal? Check(string provider)
    {
        var url = SourceRules.UrlOf(provider);
        return Permits(url.IdnHost, url.Port)
            ? null
            : new(RefusalCode.Invalid, "/provider", $"This exchange does not fetch from {ProviderHttp.HostOf(url)}: its operator names the hosts that it does.");
    }

    /// <summary>Opens a connection, if it may be.</summary>
    /// <exception cref="FetchException">The host is not named, or leads to an address that is not public.</exception>
    public async ValueTask<Stream> ConnectAsync(string host, int port, CancellationToken ct)
    {
        if (!Permits(host, port))
        {
            throw new FetchException(FetchReason.Address, $"{host}, port {port}, is not among the hosts that the operator of this exchange lets it fetch from");
        }

        // Of several addresses each has to be right: which one answers is the network's choice.
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, ct);
        if (addresses.Length == 0 || !addresses.All(Permits))
        {
            throw new FetchException(FetchReason.Address, $"{host} leads to an address that is not public");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether a host may be asked by its name. An address in place of a name is permitted where the operator names it itself, with that port.</summary>
    public bool Permits(string host, int port) => IPAddress.TryParse(host, out var literal)
        ? PublicAddresses.Plain(literal) is var plain && _addresses.Any(one => one.Port == port && one.Address.Equals(plain))
        : _hosts.Any(one => one.Port == port && (one.Host == Anything
            || (one.Host.StartsWith(Below, StringComparison.Ordinal) ? host.EndsWith(one.Host[1..], StringComparison.OrdinalIgnoreCase) : host.Equals(one.Host, StringComparison.OrdinalIgnoreCase))));

    /// <summary>Whether an address may be dialled: it is public, or the operator names it.</summary>
    public bool Permits(IPAddress address) => PublicAddresses.IsPublic(address) || IsNamed(address);

    private bool IsNamed(IPAddress address) => PublicAddresses.Plain(address) is var plain
        && (_addresses.Any(one => one.Address.Equals(plain)) || _networks.Any(network => network.Contains(plain)));

    private static (string Host, int Port)? HostOf(string word)
    {
        var (name, portText) = word.Split(':') switch
        {
            [var host] => (host, "443"),
            [var host, var given] => (host, given),
            _ => ("", ""),
        };
        var bare = name.StartsWith(Below, StringComparison.Ordinal) ? name[Below.Length..] : name;
        return ushort.TryParse(portText, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var port) && port > 0
            && (name == Anything || (bare.Length > 0 && Uri.CheckHostName(bare) is UriHostNameType.Dns))
                ? (name == Anything ? name : name[..^bare.Length] + new Uri($"https://{bare}/").IdnHost, port) // As connections name it (RFC 5891).
                : null;
    }
}
