using System.CommandLine;
using System.Text;
using CyberExchange.Interop.Duties;

namespace CyberExchange.Cli.Duties;

/// <summary>Has the receipt of a submission kept by the exchange.</summary>
public sealed class AttachReceipt : CyxCommand
{
    private readonly Argument<Guid> _incident = DutyPaths.Incident();
    private readonly Argument<Guid> _submission = new("SUBMISSION") { Description = "Id of the submission; duty file --json lists them." };
    private readonly Argument<string> _file = new("FILE") { Description = "The receipt: the same bytes whose SHA-256 the submission names, at most 4 MiB." };

    public AttachReceipt(CyxContext context)
        : base(context, "attach", "Have the receipt of a submission kept, sealed. Nobody but your organisation reads it back.",
            ["cyx --as grid-jp duty attach 019a0000-0000-7000-8000-000000000001 019a0000-0000-7000-8000-000000000002 receipt.pdf"])
    {
        Add(_incident);
        Add(_submission);
        Add(_file);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var bytes = await session.ReadFileAsync(session.Value(_file), ct);
        var receipt = await session.Exchange.WriteAsync(
            new(HttpMethod.Put, DutyPaths.Receipt(session.Value(_incident), session.Value(_submission)), ExchangeWrite.Bytes(bytes)), ct);
        session.Output.One(receipt, $"kept the receipt of submission {receipt.Id}");
        return ExitCode.Done;
    }
}

/// <summary>Writes a receipt that the exchange keeps.</summary>
public sealed class ReadReceipt : CyxCommand
{
    private readonly Argument<Guid> _incident = DutyPaths.Incident();
    private readonly Argument<Guid> _submission = new("SUBMISSION") { Description = "Id of the submission." };

    public ReadReceipt(CyxContext context)
        : base(context, "receipt", "Write the receipt of a submission of yours as it was attached.",
            ["cyx --as grid-jp duty receipt 019a0000-0000-7000-8000-000000000001 019a0000-0000-7000-8000-000000000002 > receipt.pdf"])
    {
        Add(_incident);
        Add(_submission);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var bytes = await session.Exchange.GetBytesAsync(DutyPaths.Receipt(session.Value(_incident), session.Value(_submission)), ct);
        await session.Surroundings.OutputBytes.WriteAsync(bytes, ct);
        return ExitCode.Done;
    }
}

/// <summary>Writes a report that was delivered on the exchange.</summary>
public sealed class ReadDelivered : CyxCommand
{
    private readonly Argument<Guid> _incident = DutyPaths.Incident();
    private readonly Argument<Guid> _submission = new("SUBMISSION") { Description = "Id of the submission; duty list --addressed-to-me and duty file have it." };
    private readonly Option<bool> _html = new("--html") { Description = "One page for paper, made here of the bytes that were kept." };

    public ReadDelivered(CyxContext context)
        : base(context, "delivered", "Write the report that was delivered to your organisation, or that yours delivered, as it was kept then.",
            ["cyx --as authority-eu duty delivered 019a0000-0000-7000-8000-000000000001 019a0000-0000-7000-8000-000000000002 > report.json", "cyx --as authority-eu duty delivered 019a0000-0000-7000-8000-000000000001 019a0000-0000-7000-8000-000000000002 --html > report.html"])
    {
        Add(_incident);
        Add(_submission);
        Add(_html);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var bytes = await session.Exchange.GetBytesAsync(DutyPaths.Delivered(session.Value(_incident), session.Value(_submission)), ct);
        await session.Surroundings.OutputBytes.WriteAsync(session.Value(_html) ? Encoding.UTF8.GetBytes(ReportHtml.Write(ReportJson.Read(bytes))) : bytes, ct);
        return ExitCode.Done;
    }
}
