using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Sharing;
using CyberExchange.Views.Core;
using CyberExchange.Views.Explain;

namespace CyberExchange.Server.Console.Texts;

/// <summary>The pages in Japanese.</summary>
internal static class JapaneseText
{
    public static PageText All { get; } = new()
    {
        SkipToContent = "本文へ移動",
        LanguageNavigation = "言語",
        ApiDescription = "API の仕様",
        LiveOn = "接続中：変更は自動的に表示されます。",
        LiveChanged = "更新されました。",
        LiveLost = "接続されていません。新しい情報を見るには、ページを再読み込みしてください。",
        ThousandsSeparator = ",",
        Identity = new()
        {
            Heading = "証明書の情報",
            Organisation = "組織",
            Member = "メンバー",
            Roles = "役割",
            Jurisdiction = "法域",
            CertificateEnds = "証明書の有効期限",
            EndsSoon = days => $"残り {days} 日以内に失効します。更新してください。",
            KindOfMember = kind => kind switch { MemberKind.Person => "個人", MemberKind.Service => "サービス" },
            Role = role => role switch
            {
                Role.Cert => "CERT（緊急対応チーム）",
                Role.Operator => "事業者",
                Role.Maker => "製造者",
                Role.Authority => "所管当局",
                Role.Delegate => "対話代表",
                Role.Steward => "運営管理者",
            },
            NameOfJurisdiction = jurisdiction => jurisdiction switch { Jurisdiction.EU => "欧州連合", Jurisdiction.JP => "日本" },
            MissingHeading = "証明書が提示されていません",
            MissingMeaning = "参加組織はクライアント証明書で識別されます。このブラウザーからは提示されなかったため、公開情報（TLP:CLEAR）だけを表示しています。",
            MissingCommand = "あなたに共有された情報を見るには、証明書のある端末で次のコマンドを実行し、表示されたアドレスを開いてください。",
            MissingName = "NAME は証明書ファイルの名前です（例：grid-jp）。",
            MissingImport = "または、.p12 ファイルをこのブラウザーに取り込み、ブラウザーを再起動してから、もう一度開いてください。",
        },
        List = new()
        {
            Heading = "最新の情報",
            PublicHeading = "公開情報",
            Caption = "変更の新しい順。時刻は UTC です。",
            Filter = "絞り込み",
            Kind = "種類",
            Label = "ラベル",
            Title = "件名",
            Originator = "発信元",
            Weight = "深刻度",
            Changed = "記載日時",
            Any = "すべて",
            Apply = "表示",
            Clear = "絞り込みを解除",
            Older = "以前の情報",
            Newest = "最新に戻る",
            Empty = "あなたに共有された情報はまだありません。共有されると、すぐにここに表示されます。",
            EmptyPublic = "現在、公開されている情報はありません。",
            EmptyFiltered = "条件に合う情報はありません。",
            NoContentForStewards = "運営管理者は交換所の管理を担い、内容は閲覧しません。そのため、ここには何も表示されません。",
            KindOfItem = kind => kind switch { ItemKind.Incident => "インシデント", ItemKind.Advisory => "アドバイザリ", ItemKind.Signal => "供給シグナル" },
            Ended = ending => ending switch
            {
                AdvisoryEnding.Withdrawn => "取り下げ",
                AdvisoryEnding.Superseded => "差し替え済み",
            },
        },
        Search = new()
        {
            Heading = "検索",
            Box = "語句、識別子、または「続いた語句」",
            Apply = "検索する",
            Hint = "すべての語を含む情報を探します。引用符で囲むと、その順に続くものだけを探します。CVE、アドバイザリの識別子、整理番号は全体でも一部でも探せます。",
            Nothing = "あなたが閲覧できる情報に、これらの語をすべて含むものはありません。語を減らすか、別の書き方をお試しください。",
            Found = (count, more) => more ? $"{count} 件を超えるため、新しいものだけを順位付けしました。語を加えて絞り込んでください。" : $"{count} 件",
            Next = "次の結果",
        },
        Item = new()
        {
            Back = "一覧へ",
            EndedHeading = ending => ending switch
            {
                AdvisoryEnding.Withdrawn => "発信元が取り下げました",
                AdvisoryEnding.Superseded => "別のアドバイザリに差し替えられました",
            },
            WithdrawnBecause = "理由：",
            Sharing = "共有",
            WhyVisible = "閲覧できる理由",
            Reason = reason => reason switch
            {
                ReleaseReason.Originator => "あなたの組織が発信しました。",
                ReleaseReason.EmbargoParty => "あなたの組織は公開猶予の当事者です。",
                ReleaseReason.Clear => "公開されています。",
                ReleaseReason.Named => "共有先として、あなたまたはあなたの組織が指名されています。",
                ReleaseReason.Community => "コミュニティ全体に共有されています。",
                ReleaseReason.Audience => "あなたの組織は共有先の条件に合致します。",
                ReleaseReason.Forwarded => "あなたの組織を担当するCERTが転送しました。",
            },
            PermittedActions = "許可される行動",
            Withheld = count => $"共有先のうち {count} 組織には、法的根拠がないため届いていません。",
            From = "発信元",
            FiledBy = "代理で届け出たCERT",
            First = "最初の記載",
            Stated = "最後の記載",
            Revision = "版",
            Vulnerabilities = "脆弱性",
            Summary = "概要",
            NotStated = "記載なし",
            More = count => $"ほか {count} 件",
        },
        Holders = new()
        {
            Heading = "誰が保持しているか",
            Holder = "保持者",
            Reason = "理由",
            Since = "開始日時",
            Everyone = "すべての人",
            Person = "（個人 1 名）",
            Clients = "（その利用組織）",
            More = "ほかにもあります。API と cyx ですべてを一覧できます。",
            Note = "あなたの名簿に表示されない参加組織は、名前も数も示されません。",
            AskHeading = "参加組織がこれを閲覧できる、またはできない理由",
            Partner = "参加組織（短い名前または ID）",
            Ask = "調べる",
            Unknown = "あなたの名簿にこの名前の参加組織はありません。",
            Lost = "最後の閲覧経路を失った日時：",
            Sees = reason => reason switch
            {
                ReleaseReason.Originator => "発信元です",
                ReleaseReason.EmbargoParty => "公開猶予の当事者です",
                ReleaseReason.Clear => "公開されています",
                ReleaseReason.Named => "共有先として指名されています",
                ReleaseReason.Community => "TLP:GREEN が届くコミュニティに属しています",
                ReleaseReason.Forwarded => "担当する CERT が転送しました",
                ReleaseReason.Audience => "共有先の条件に合致します",
            },
            Withheld = because => because switch
            {
                WithheldBecause.NotYet => "この情報はまだ存在しませんでした。",
                WithheldBecause.Suspended => "停止中のため何も閲覧できません。復帰すると元に戻ります。",
                WithheldBecause.Embargo => "公開猶予の期間中であり、当事者ではありません。",
                WithheldBecause.JoinedLater => "共有の後に条件に合致しました。閲覧させるには、あらためて共有してください。",
                WithheldBecause.LegalBasisMissing => "共有先ですが、その法域への法的根拠が示されていません。",
                WithheldBecause.TermsNarrowed => "共有条件が狭められ、対象から外れました。",
                WithheldBecause.LeftAudience => "共有条件の対象ではなくなりました。",
                WithheldBecause.ForwardEnded => "CERT による転送が終了しました。",
                WithheldBecause.NotInAudience => "指名されておらず、共有先の条件にも合致しません。",
            },
        },
        Signal = new()
        {
            Heading = "供給シグナル",
            Stage = "サプライチェーンの段階",
            ProductClass = "製品区分",
            Product = "製品",
            Regions = "地域",
            Everywhere = "全地域",
            Observed = "観測された事象",
            Horizon = "見通し期間",
            Confidence = "確信度",
            References = "出典",
            Outcome = "結果",
            Verdict = "判定",
            CameTrueOn = "実現日",
            Explanation = "説明",
            RecordedAt = "記録日時",
        },
        Incident = new()
        {
            Heading = "報告",
            Reference = "参照番号",
            Classification = "分類",
            Severity = "深刻度",
            Sectors = "影響を受けた分野",
            Began = "発生",
            Detected = "検知",
            Ended = "終息",
            Affected = "影響を受けた数",
            Contacts = "連絡先",
            PersonalNotes = "個人情報を含む記述",
            Erased = "消去済み",
        },
        Advisory = new()
        {
            Heading = "アドバイザリ",
            Publisher = "発行者",
            HowHeld = "共有者",
            Provenance = provenance => provenance switch
            {
                Provenance.Publisher => "発行者本人",
                Provenance.Coordinator => "調整機関",
                Provenance.ThirdParty => "取り込んだ参加組織",
            },
            TrackingId = "追跡 ID",
            Version = "バージョン",
            Status = "状態",
            Category = "区分",
            Language = "言語",
            Vendors = "ベンダー",
            Products = "製品",
            HighestScore = "CVSS 基本値（最大）",
            Document = "文書",
            OpenDocument = "CSAF 文書を開く",
            Bytes = "バイト",
            Related = "関連するアドバイザリ",
            Relation = relation => relation switch
            {
                AdvisoryRelation.Original => "翻訳元",
                AdvisoryRelation.Translation => "他の言語版",
                AdvisoryRelation.Successor => "差し替え先",
            },
            Outdated = "原文に新しい版があります",
            TranslatedFrom = "翻訳元の言語",
        },
        Problem = new()
        {
            NotFoundHeading = "見つかりません",
            NotFound = "このページまたは情報は存在しないか、あなたに共有されていません。",
            GoneHeading = "閲覧できなくなりました",
            Gone = "この情報は、公開の取り下げまたは共有先の変更により、閲覧対象から外されました。",
            CertificateHeading = "この証明書では入れません",
            Certificate = "別の証明書が必要です。理由は下に示します。",
            ForbiddenHeading = "権限がありません",
            Forbidden = "あなたの組織の役割には、このページを見る権限がありません。",
            RequestHeading = "アドレスを読み取れません",
            Request = "アドレスの一部が正しくありません。一覧からやり直してください。",
            BusyHeading = "しばらくお待ちください",
            Busy = "現在、表示してよい内容を確定できません。数秒後にページを再読み込みしてください。",
            FailureHeading = "交換所に障害があります",
            Failure = "交換所側の障害です。下の行を運用者に伝えてください。",
            Detail = "詳細",
        },
    };
}
