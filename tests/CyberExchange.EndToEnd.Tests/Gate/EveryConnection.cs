using System.Security.Authentication;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Gate;

/// <summary>The connections that a matrix is asked over: both versions of HTTP, both of TLS.</summary>
internal static class EveryConnection
{
    private static readonly string[] HttpVersions = ["1.1", "2.0"];
    private static readonly SslProtocols[] TlsVersions = [SslProtocols.Tls12, SslProtocols.Tls13];

    /// <summary>A row for each.</summary>
    public static TheoryData<string, SslProtocols> Rows =>
        [.. from http in HttpVersions from tls in TlsVersions select new TheoryDataRow<string, SslProtocols>(http, tls)];

    /// <summary>A row for each kind over each.</summary>
    public static TheoryData<T, string, SslProtocols> RowsOf<T>(IEnumerable<T> kinds) =>
        [.. from kind in kinds
            from http in HttpVersions
            from tls in TlsVersions
            select new TheoryDataRow<T, string, SslProtocols>(kind, http, tls)];
}
