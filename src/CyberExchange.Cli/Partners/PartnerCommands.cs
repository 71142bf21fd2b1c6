namespace CyberExchange.Cli.Partners;

/// <summary><c>cyx partner</c>.</summary>
public static class PartnerCommands
{
    public static CommandGroup Group(CyxContext context) => new(
        "partner",
        "Read the directory; stewards enrol partners and bind the keys of their members.",
        ["cyx --as cert-eu partner list", "cyx --as steward partner suspend grid-jp --reason \"key lost\""],
        [
            new ListPartners(context),
            new ShowPartner(context),
            new EnrolPartner(context),
            new ChangePartner(context),
            new SuspendPartner(context),
            new ReinstatePartner(context),
            new AddMember(context),
            new RemoveMember(context),
            new InviteMember(context),
            new BindKey(context),
            new UnbindKey(context),
            new RecertifyPartners(context),
            new ConfirmPartner(context),
        ]);
}
