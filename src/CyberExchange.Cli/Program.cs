using CyberExchange.Cli;

using var surroundings = Surroundings.OfProcess();
return await CyxProgram.RunAsync(args, surroundings);
