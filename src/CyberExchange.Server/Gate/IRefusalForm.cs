namespace CyberExchange.Server.Gate;

/// <summary>On an endpoint whose protocol has a form of its own for errors: how it says what the gate refuses.</summary>
internal interface IRefusalForm
{
    IResult Of(GateRefusal refusal);
}
