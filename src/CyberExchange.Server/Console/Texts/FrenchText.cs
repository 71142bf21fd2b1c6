using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Sharing;
using CyberExchange.Views.Core;
using CyberExchange.Views.Explain;

namespace CyberExchange.Server.Console.Texts;

/// <summary>The pages in French. Before a colon and between thousands stands a narrow no-break space.</summary>
internal static class FrenchText
{
    private const string Thin = "\u202f";

    public static PageText All { get; } = new()
    {
        SkipToContent = "Aller au contenu",
        LanguageNavigation = "Langue",
        ApiDescription = "Description de l’API",
        LiveOn = $"En direct{Thin}: les changements s’affichent d’eux-mêmes.",
        LiveChanged = "Mis à jour à l’instant.",
        LiveLost = $"Connexion interrompue{Thin}: rechargez la page pour voir les nouveautés.",
        ThousandsSeparator = Thin,
        Identity = new()
        {
            Heading = "D’après votre certificat",
            Organisation = "Organisation",
            Member = "Membre",
            Roles = "Rôles",
            Jurisdiction = "Juridiction",
            CertificateEnds = "Fin du certificat",
            EndsSoon = days => days == 1 ? $"Il expire dans un jour{Thin}: renouvelez-le maintenant." : $"Il expire dans {days} jours{Thin}: renouvelez-le bientôt.",
            KindOfMember = kind => kind switch { MemberKind.Person => "personne", MemberKind.Service => "service" },
            Role = role => role switch
            {
                Role.Cert => "CERT",
                Role.Operator => "Opérateur",
                Role.Maker => "Fabricant",
                Role.Authority => "Autorité",
                Role.Delegate => "Délégué",
                Role.Steward => "Intendant",
            },
            NameOfJurisdiction = jurisdiction => jurisdiction switch { Jurisdiction.EU => "Union européenne", Jurisdiction.JP => "Japon" },
            MissingHeading = "Aucun certificat présenté",
            MissingMeaning = "Les partenaires sont reconnus à leur certificat client. Ce navigateur n’en a présenté aucun, et cette page ne montre donc que ce qui est public (TLP:CLEAR).",
            MissingCommand = $"Pour voir ce qui vous a été communiqué, lancez ceci sur la machine qui détient votre certificat, puis ouvrez l’adresse affichée{Thin}:",
            MissingName = "NAME est le nom de vos fichiers de certificat, par exemple grid-jp.",
            MissingImport = "Ou bien importez votre fichier .p12 dans ce navigateur, relancez-le et revenez.",
        },
        List = new()
        {
            Heading = "Derniers éléments",
            PublicHeading = "Éléments publics",
            Caption = "Du plus récent au plus ancien. Les heures sont en UTC.",
            Filter = "Filtre",
            Kind = "Nature",
            Label = "Marquage",
            Title = "Titre",
            Originator = "De",
            Weight = "Gravité",
            Changed = "Énoncé",
            Any = "tous",
            Apply = "Afficher",
            Clear = "Effacer le filtre",
            Older = "Éléments plus anciens",
            Newest = "Revenir aux plus récents",
            Empty = "Rien ne vous a encore été communiqué. Un élément apparaît ici dès qu’un partenaire vous le communique.",
            EmptyPublic = "Rien n’est public en ce moment.",
            EmptyFiltered = "Aucun élément ne correspond au filtre.",
            NoContentForStewards = $"Les intendants administrent l’échange et n’en lisent pas le contenu{Thin}: aucun élément n’est listé ici.",
            KindOfItem = kind => kind switch { ItemKind.Incident => "Incident", ItemKind.Advisory => "Avis", ItemKind.Signal => "Signal d’approvisionnement" },
            Ended = ending => ending switch
            {
                AdvisoryEnding.Withdrawn => "retiré",
                AdvisoryEnding.Superseded => "remplacé",
            },
        },
        Search = new()
        {
            Heading = "Recherche",
            Box = "Mots, identifiants ou « suite de mots »",
            Apply = "Rechercher",
            Hint = "Tous les mots doivent se trouver dans un élément. Entre guillemets, ils se suivent. CVE, identifiants d’avis et références se cherchent en entier ou en partie.",
            Nothing = "Aucun élément que vous pouvez voir ne contient tous ces mots. Essayez moins de mots, ou une autre orthographe.",
            Found = (count, more) => more ? $"Plus de {count} éléments{Thin}: les plus récents sont classés. Ajoutez un mot pour trouver les autres." : $"Éléments trouvés{Thin}: {count}",
            Next = "Résultats suivants",
        },
        Item = new()
        {
            Back = "Tous les éléments",
            EndedHeading = ending => ending switch
            {
                AdvisoryEnding.Withdrawn => "Retiré par son auteur",
                AdvisoryEnding.Superseded => "Remplacé par un autre avis",
            },
            WithdrawnBecause = $"Motif donné{Thin}:",
            Sharing = "Partage",
            WhyVisible = "Pourquoi vous le voyez",
            Reason = reason => reason switch
            {
                ReleaseReason.Originator => "Votre organisation en est l’auteur.",
                ReleaseReason.EmbargoParty => "Votre organisation est partie à son embargo.",
                ReleaseReason.Clear => "Il est public.",
                ReleaseReason.Named => "Vous ou votre organisation êtes nommés parmi ses destinataires.",
                ReleaseReason.Community => "Il a été communiqué à toute la communauté.",
                ReleaseReason.Audience => "Votre organisation répond à ses critères de diffusion.",
                ReleaseReason.Forwarded => "Votre CERT vous l’a transmis.",
            },
            PermittedActions = "Actions permises",
            Withheld = count => count == 1
                ? "Un partenaire visé n’est pas atteint, faute de base juridique."
                : $"{count} partenaires visés ne sont pas atteints, faute de base juridique.",
            From = "De",
            FiledBy = "Déposé au nom de l’auteur par",
            First = "Premier énoncé",
            Stated = "Dernier énoncé",
            Revision = "Révision",
            Vulnerabilities = "Vulnérabilités",
            Summary = "Résumé",
            NotStated = "non indiqué",
            More = count => count == 1 ? "et un autre" : $"et {count} autres",
        },
        Holders = new()
        {
            Heading = "Qui le détient",
            Holder = "Détenteur",
            Reason = "Pourquoi",
            Since = "Depuis",
            Everyone = "tout le monde",
            Person = "(une personne)",
            Clients = "(ses clients)",
            More = $"Il y en a d’autres{Thin}: l’API et cyx les énumèrent tous.",
            Note = "Les partenaires que votre annuaire ne montre pas ne sont ni nommés ni comptés.",
            AskHeading = $"Pourquoi un partenaire peut-il, ou ne peut-il pas, voir ceci{Thin}?",
            Partner = "Partenaire (nom court ou identifiant)",
            Ask = "Demander",
            Unknown = "Votre annuaire ne montre aucun partenaire de ce nom.",
            Lost = "Il a perdu son dernier accès le",
            Sees = reason => reason switch
            {
                ReleaseReason.Originator => "en est l’auteur",
                ReleaseReason.EmbargoParty => "est partie à l’embargo",
                ReleaseReason.Clear => "c’est public",
                ReleaseReason.Named => "est nommé parmi les destinataires",
                ReleaseReason.Community => "appartient à la communauté que TLP:GREEN atteint",
                ReleaseReason.Forwarded => "un CERT qui le sert le lui a transmis",
                ReleaseReason.Audience => "correspond aux destinataires",
            },
            Withheld = because => because switch
            {
                WithheldBecause.NotYet => "L’élément n’existait pas encore.",
                WithheldBecause.Suspended => $"Il est suspendu et ne voit rien{Thin}; sa réintégration rétablit ce qu’il voyait.",
                WithheldBecause.Embargo => "L’embargo court, et il n’y est pas partie.",
                WithheldBecause.JoinedLater => $"Il ne correspond que depuis la diffusion{Thin}: partagez de nouveau pour l’inclure.",
                WithheldBecause.LegalBasisMissing => "Il est visé, mais aucune base légale n’est indiquée pour sa juridiction.",
                WithheldBecause.TermsNarrowed => "Les conditions ont été restreintes et ne le visent plus.",
                WithheldBecause.LeftAudience => "Il n’est plus de ceux que les conditions visent.",
                WithheldBecause.ForwardEnded => "Un CERT le lui avait transmis, et cette transmission a pris fin.",
                WithheldBecause.NotInAudience => "Il n’est ni nommé ni des catégories que les conditions visent.",
            },
        },
        Signal = new()
        {
            Heading = "Signal d’approvisionnement",
            Stage = "Étape de la chaîne",
            ProductClass = "Classe de produit",
            Product = "Produit",
            Regions = "Régions",
            Everywhere = "partout",
            Observed = "Observation",
            Horizon = "Période visée",
            Confidence = "Confiance",
            References = "Références",
            Outcome = "Issue",
            Verdict = "Constat",
            CameTrueOn = "Réalisé le",
            Explanation = "Explication",
            RecordedAt = "Enregistré",
        },
        Incident = new()
        {
            Heading = "Rapport",
            Reference = "Référence",
            Classification = "Classification",
            Severity = "Gravité",
            Sectors = "Secteurs touchés",
            Began = "Début",
            Detected = "Détection",
            Ended = "Fin",
            Affected = "Nombre touché",
            Contacts = "Contacts",
            PersonalNotes = "Notes personnelles",
            Erased = "effacé",
        },
        Advisory = new()
        {
            Heading = "Avis",
            Publisher = "Éditeur",
            HowHeld = "Partagé par",
            Provenance = provenance => provenance switch
            {
                Provenance.Publisher => "son éditeur",
                Provenance.Coordinator => "un coordinateur",
                Provenance.ThirdParty => "un partenaire qui l’a importé",
            },
            TrackingId = "Identifiant de suivi",
            Version = "Version",
            Status = "État",
            Category = "Catégorie",
            Language = "Langue",
            Vendors = "Fournisseurs",
            Products = "Produits",
            HighestScore = "Score CVSS de base le plus élevé",
            Document = "Document",
            OpenDocument = "Ouvrir le document CSAF",
            Bytes = "octets",
            Related = "Autres avis",
            Relation = relation => relation switch
            {
                AdvisoryRelation.Original => "Traduction de",
                AdvisoryRelation.Translation => "Le même dans une autre langue",
                AdvisoryRelation.Successor => "Remplacé par",
            },
            Outdated = "l’original a une version plus récente",
            TranslatedFrom = "Traduit de",
        },
        Problem = new()
        {
            NotFoundHeading = "Rien ici",
            NotFound = "Cette page ou cet élément n’existe pas, ou ne vous a pas été communiqué.",
            GoneHeading = "Vous ne pouvez plus le voir",
            Gone = $"Cet élément a quitté votre vue{Thin}: il n’est plus public, ou ses destinataires ont changé.",
            CertificateHeading = "Ce certificat ne vous donne pas accès",
            Certificate = "Il faut un autre certificat. La raison figure ci-dessous.",
            ForbiddenHeading = "Hors de votre rôle",
            Forbidden = "Les rôles de votre organisation ne donnent pas le droit de voir cette page.",
            RequestHeading = "Adresse illisible",
            Request = "Une partie de l’adresse n’est pas correcte. Repartez de la liste.",
            BusyHeading = "Pas maintenant",
            Busy = "Ce qui peut être montré n’est pas certain en ce moment. Rechargez la page dans quelques secondes.",
            FailureHeading = "Défaillance de l’échange",
            Failure = "La faute est du côté de l’échange. Transmettez la ligne ci-dessous à son exploitant.",
            Detail = "Détails",
        },
    };
}
