using System.Collections.Immutable;
using CyberExchange.Interop.Losses;

namespace CyberExchange.Interop.OpenVex;

/// <summary>What a translation could not carry: of one path, fate and reason the first is told.</summary>
internal sealed class VexLosses
{
    private readonly ImmutableArray<Loss>.Builder _told = ImmutableArray.CreateBuilder<Loss>();
    private readonly HashSet<(string Path, LossFate Fate, string Why)> _known = [];

    public ImmutableArray<Loss> Told => _told.ToImmutable();

    public void Add(string path, LossFate fate, string? value, string why)
    {
        if (_known.Add((path, fate, why)))
        {
            _told.Add(new(path, fate, string.IsNullOrEmpty(value) ? null : value, why));
        }
    }
}
