using CyberExchange.Bench.Csaf;
using CyberExchange.Bench.Dialogue;
using CyberExchange.Bench.Duties;
using CyberExchange.Bench.Gate;
using CyberExchange.Bench.Http;
using CyberExchange.Bench.Sharing;
using CyberExchange.Bench.Site;
using CyberExchange.Bench.Store;

// ops/bench: the first argument names the benchmark; --json prints one object a line instead of a table.
return args switch
{
    ["store", .. var options] => await StoreBench.RunAsync(options),
    ["gate", .. var options] => await GateBench.RunAsync(options),
    ["http", .. var options] => await HttpBench.RunAsync(options),
    ["flood", .. var options] => await FloodBench.RunAsync(options),
    ["sharing", .. var options] => await SharingBench.RunAsync(options),
    ["wall", .. var options] => await SharingBench.RunAsync(options, wall: true),
    ["duties", .. var options] => await DutiesBench.RunAsync(options),
    ["dialogue", .. var options] => await DialogueBench.RunAsync(options),
    ["csaf", .. var options] => await CsafBench.RunAsync(options),
    ["csaf-worker", .. var options] => await CsafWorker.RunAsync(options), // What the benchmark of that name starts.
    ["site", .. var options] => await SiteBench.RunAsync(options),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: bench store|gate|http|flood|sharing|wall|duties|dialogue|csaf|site [--json] [--rounds N] [--items N (sharing, wall, site) | --files N (duties) | --incidents N (dialogue)] [--only TEXT | --growth [--events N] (store)]");
    return 2;
}
