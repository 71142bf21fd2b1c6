using System.CommandLine;
using System.Text.Json;
using CyberExchange.Cli.Identity;
using CyberExchange.Contracts.Trust;

namespace CyberExchange.Cli.Trust;

/// <summary>Signs a list, without an exchange: what the operator of a trust scheme does, where its key is.</summary>
public sealed class SignTrustList : CyxCommand
{
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

        var path = session.Value(_key)!; // It is required.
        using var key = KeyFile.Open(session.Surroundings.FullPath(path));
        if (key.JwsAlgorithm != TrustListDocument.SignatureAlgorithm)
        {
            throw CyxFailure.Usage($"{path} holds no private key on P-256");
        }

        await session.Surroundings.Output.WriteLineAsync(key.SignJws(TrustListDocument.SignatureType, list));
        return ExitCode.Done;
    }
}
