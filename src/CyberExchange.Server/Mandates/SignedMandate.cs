using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Mandates;
using CyberExchange.Domain;
using CyberExchange.Domain.Stored;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Sealing;

namespace CyberExchange.Server.Mandates;

/// <summary>A mandate as its operator signed it: a JWS in compact serialisation (RFC 7515, section 7.1) over a <see cref="MandateText"/>.</summary>
public static class SignedMandate
{
    /// <summary>A mandate that names every partner of both sides takes less.</summary>
    public const int CharactersMax = 128 * 1024;

    /// <summary>Where the text stands in the request.</summary>
    public const string Pointer = "/signed";

    /// <summary>What was signed with the key of the request's certificate, or the first fault.</summary>
    public static (MandateText? Text, Refusal? Fault) Read(string signed, HttpContext http)
    {
        if (signed.Length > CharactersMax)
        {
            return Faulty($"A signed mandate has at most {CharactersMax} characters.");
        }

        var (jws, malformed) = CompactJws.Read(signed, MandateText.SignatureType, [.. PresentKey.JwsAlgorithms]);
        if (jws is null)
        {
            return Faulty(malformed!); // One of the two is there.
        }

        if (!PresentKey.HasSigned(http, jws))
        {
            return Faulty("The signature is not by the key of the certificate that is presented, by the algorithm of its kind: ES256 on P-256, ES384 on P-384, PS256 for RSA.");
        }

        var (text, fault) = StrictJson.Read(jws.Payload, WireJson.Default.MandateText);
        if (text is null)
        {
            return Faulty($"In the signed mandate, at {(fault!.Pointer.Length == 0 ? "its root" : fault.Pointer)}: {fault.Detail}"); // One of the two is there.
        }

        return IsCanonical(jws.Payload) ? (text, null) : Faulty("What is signed is not canonical JSON (RFC 8785).");
    }

    /// <summary>The id of the mandate that is signed here: two signatures over one text are one mandate.</summary>
    public static MandateId IdOf(string signed) =>
        new(HashIds.Of(SHA256.HashData(Encoding.UTF8.GetBytes(signed.Split('.') is [_, var payload, _] ? payload : signed))));

    /// <summary>A refusal of what is inside the text, as the request that carries it has to be told.</summary>
    public static Refusal Inside(Refusal refusal) => refusal.Pointer.Length == 0
        ? refusal
        : refusal with { Pointer = Pointer, Detail = $"In the signed mandate, at {refusal.Pointer}: {refusal.Detail}" };

    private static (MandateText?, Refusal?) Faulty(string detail) => (null, new(RefusalCode.Invalid, Pointer, detail));

    private static bool IsCanonical(byte[] json)
    {
        try
        {
            return CanonicalJson.Canonicalise(json).AsSpan().SequenceEqual(json);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return false;
        }
    }
}
