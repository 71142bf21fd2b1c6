using System.Globalization;
using CyberExchange.Appender;
using CyberExchange.EventStore;
using CyberExchange.Storage;

// A node that appends what it is told and can be killed: one request a line on standard input, one answer a line on
// standard output as soon as it is there. It ends with its input.
if (args is not [var connectionString])
{
    await Console.Error.WriteLineAsync("usage: CyberExchange.Appender CONNECTION-STRING");
    return 2;
}

await using var connections = new ExchangeDatabase(connectionString);
await using var log = new EventLog(connections.Service);
var answers = new List<Task>();
var output = TextWriter.Synchronized(Console.Out);
while (await Console.In.ReadLineAsync() is { } line)
{
    answers.Add(AnswerAsync(AppendLine.Read(line)));
}

await Task.WhenAll(answers);
return 0;

async Task AnswerAsync(Append append)
{
    var answer = await log.AppendAsync(append) switch
    {
        AppendResult.Appended stored => string.Create(
            CultureInfo.InvariantCulture, $"stored {stored.FirstPosition} {stored.LastPosition} {stored.Version} {stored.Stream} {stored.Repeated}"),
        AppendResult.Busy => "busy",
        var other => $"refused {other}",
    };
    await output.WriteLineAsync($"{append.Key.Key} {answer}");
    await output.FlushAsync();
}
