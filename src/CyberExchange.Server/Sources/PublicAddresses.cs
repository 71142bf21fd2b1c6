using System.Net;
using System.Net.Sockets;

namespace CyberExchange.Server.Sources;

/// <summary>Which addresses lead into the public internet, and to nothing of the machine, its network or its cloud.</summary>
/// <remarks>By the IANA special-purpose address registries for IPv4 and IPv6 (RFC 6890), where an address is not globally reachable, and for multicast.</remarks>
public static class PublicAddresses
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",

            // Of 2000::/3, which alone is given out (RFC 4291, 2.4): protocols, Teredo, documentation, 6to4.
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>Whether the address is public. One of IPv4 in the clothes of IPv6 is judged as what it is.</summary>
    public static bool IsPublic(IPAddress address)
    {
        var plain = Plain(address);
        return (plain.AddressFamily is AddressFamily.InterNetwork || (plain.AddressFamily is AddressFamily.InterNetworkV6 && GlobalUnicast.Contains(plain)))
            && !NotPublic.Any(network => network.Contains(plain));
    }

    /// <summary>The address of IPv4 that is mapped into one of IPv6 (RFC 4291, 2.5.5.2); else the address itself.</summary>
    internal static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>The same for a network.</summary>
    internal static IPNetwork Plain(IPNetwork network) =>
        network is { BaseAddress.IsIPv4MappedToIPv6: true, PrefixLength: >= 96 } ? new(network.BaseAddress.MapToIPv4(), network.PrefixLength - 96) : network;
}
