using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Stored;

/// <summary>The sharing terms, and the clients of a forward, as the addressing section keeps them.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(PartnerIdJson), typeof(MemberIdJson), typeof(GroupIdJson),
        typeof(TlpLabelJson), typeof(PapLabelJson), typeof(RoleJson), typeof(JurisdictionJson), typeof(InstantJson),
    ])]
[JsonSerializable(typeof(SharingTerms))]
[JsonSerializable(typeof(ForwardClients))]
public sealed partial class StoredTermsJson : JsonSerializerContext;

/// <summary>A value that JSON carries as text.</summary>
public abstract class TextJson<T>(Func<string, T?> parse, Func<T, string> text) : JsonConverter<T>
    where T : struct
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && parse(reader.GetString()!) is { } value
            ? value
            : throw new JsonException($"This is not a {typeof(T).Name}.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(text(value));
}

/// <summary>An id that JSON carries as a lower-case UUID.</summary>
public abstract class IdJson<T>(Func<Guid, T> make, Func<T, Guid> value)
    : TextJson<T>(text => Guid.TryParseExact(text, "D", out var id) ? make(id) : null, id => value(id).ToString("D"))
    where T : struct;

/// <summary>An instant that JSON carries in UTC, whatever the offset it was stated with, so that equal instants are equal bytes.</summary>
/// <remarks>ISO 8601 to the tick, without trailing zeros: <c>2026-11-20T09:00:00.25Z</c>.</remarks>
public sealed class InstantJson() : TextJson<DateTimeOffset>(
    text => DateTimeOffset.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null,
    at => at.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture))
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";
}

public sealed class PartnerIdJson() : IdJson<PartnerId>(v => new(v), id => id.Value);

public sealed class MemberIdJson() : IdJson<MemberId>(v => new(v), id => id.Value);

public sealed class IncidentIdJson() : IdJson<IncidentId>(v => new(v), id => id.Value);

public sealed class AdvisoryIdJson() : IdJson<AdvisoryId>(v => new(v), id => id.Value);

public sealed class SignalIdJson() : IdJson<SignalId>(v => new(v), id => id.Value);

public sealed class SubscriptionIdJson() : IdJson<SubscriptionId>(v => new(v), id => id.Value);

public sealed class CsafSourceIdJson() : IdJson<CsafSourceId>(v => new(v), id => id.Value);

public sealed class SubmissionIdJson() : IdJson<SubmissionId>(v => new(v), id => id.Value);

public sealed class InvitationIdJson() : IdJson<InvitationId>(v => new(v), id => id.Value);

public sealed class MandateIdJson() : IdJson<MandateId>(v => new(v), id => id.Value);

public sealed class SubjectIdJson() : IdJson<SubjectId>(v => new(v), id => id.Value);

public sealed class GroupIdJson() : TextJson<GroupId>(text => GroupId.IsValid(text) ? new GroupId(text) : null, id => id.Value);

public sealed class TlpLabelJson() : TextJson<TlpLabel>(Labels.ParseTlp, l => l.Text());

public sealed class PapLabelJson() : TextJson<PapLabel>(Labels.ParsePap, l => l.Text());

public sealed class RoleJson() : TextJson<Role>(Roles.Parse, r => r.Text());

public sealed class JurisdictionJson() : TextJson<Jurisdiction>(Roles.ParseJurisdiction, j => j.Text());
