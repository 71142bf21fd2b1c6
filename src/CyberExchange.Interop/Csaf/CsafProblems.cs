using System.Collections.Immutable;

namespace CyberExchange.Interop.Csaf;

/// <summary>The problems found so far, and whether reading may go on.</summary>
internal sealed class CsafProblems
{
    private readonly List<CsafProblem> _problems = [];

    public int Count => _problems.Count;

    public bool IsStopped { get; private set; }

    public void Add(CsafProblem problem)
    {
        if (IsStopped)
        {
            return;
        }

        _problems.Add(problem);
        IsStopped = _problems.Count == CsafLimits.ProblemsMax;
    }

    public void Stop() => IsStopped = true;

    public void Clear() => _problems.Clear();

    public CsafReading.Refused ToRefusal() => new(_problems.ToImmutableArray(), ReadToTheEnd: !IsStopped);
}
