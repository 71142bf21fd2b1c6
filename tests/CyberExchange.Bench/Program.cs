using CyberExchange.Bench.Http;
using CyberExchange.Bench.Store;

// ops/bench: the first argument names the benchmark; --json prints one object a line instead of a table.
return args switch
{
    ["store", .. var options] => await StoreBench.RunAsync(options),
    ["http", .. var options] => await HttpBench.RunAsync(options),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: bench store|http [--json] [--rounds N]");
    return 2;
}
