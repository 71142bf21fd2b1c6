using System.Buffers.Text;
using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CyberExchange.Contracts.Trust;

namespace CyberExchange.Cli.Trust;

/// <summary>Signs a list, without an exchange: what the operator of a trust scheme does, where its key is.</summary>
public sealed class SignTrustList : CyxCommand
{
    private const string Header = $$"""{"alg":"{{TrustListDocument.SignatureAlgorithm}}","typ":"{{TrustListDocument.SignatureType}}"}""";

    private readonly Argument<string> _file = new("FILE") { Description = "The list as JSON; - for standard input." };
    private readonly Option<string> _key = new("--key") { Description = "PEM file of the signer's private key, on P-256.", HelpName = "FILE", Required = true };

    public SignTrustList(CyxContext context)
        : base(context, "sign", "Sign a list, offline: a JWS in compact serialisation (RFC 7515) on standard output.",
            ["cyx trust sign list.json --key signer.key > list.jws"])
    {
        Add(_file);
        Add(_key);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var file = session.Value(_file);
        var list = await session.ReadFileAsync(file, ct);
        try
        {
            CyxJson.ReadStrictly<TrustListDocument>(list);
        }
        catch (JsonException e)
        {
            throw new CyxFailure(ExitCode.Usage, $"{file} is no trust list: {e.Message}", e);
        }

        using var key = Key(session.Value(_key)!, Encoding.UTF8.GetString(await session.ReadFileAsync(session.Value(_key)!, ct))); // It is required.
        var input = $"{Base64Url.EncodeToString(Encoding.ASCII.GetBytes(Header))}.{Base64Url.EncodeToString(list)}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256); // r and s, as RFC 7518 section 3.4 has them.
        await session.Surroundings.Output.WriteLineAsync($"{input}.{Base64Url.EncodeToString(signature)}");
        return ExitCode.Done;
    }

    private static ECDsa Key(string file, string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            return key.KeySize == 256 ? key : throw new CryptographicException("it is not on P-256");
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new CyxFailure(ExitCode.Usage, $"{file} holds no private key on P-256 in PEM: {e.Message}", e);
        }
    }
}
