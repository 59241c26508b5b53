using System.Globalization;
using System.Text.Json;
using IrcNats.Root.Passwords;
using IrcNats.State;
using IrcNats.Wire;
using MessagePack;

namespace IrcNats.Root.Tracing;

/// <summary>Goes through a payload's bytes by the shapes of its types, and writes what it finds as JSON.</summary>
ref struct PayloadWalk(ReadOnlyMemory<byte> payload, Utf8JsonWriter to, Interest? only)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    // The range that DateTimeOffset can show.
    private const long FirstTime = -62_135_596_800_000, LastTime = 253_402_300_799_999;

    private MessagePackReader _reader = new(payload);

    /// <summary>Whether something was found that --only asks for.</summary>
    public bool IsWanted { get; private set; } = only is null;

    /// <summary>Bytes not read.</summary>
    public readonly long Left => payload.Length - _reader.Consumed;

    /// <summary>
    /// Whether a long is a time in Unix milliseconds: all of ours are, except spans of time, numbers of bytes, and
    /// numbers of autonomous systems.
    /// </summary>
    public static bool IsTime(string member) => member is not (
        nameof(Limits.InviteExpiry) or nameof(Limits.KnockEvery) or nameof(Limits.ChannelKnockEvery)
        or nameof(Limits.NewTargetEvery) or nameof(StsConfig.Duration)
        or nameof(EmailConfig.VerifyTimeout) or nameof(EmailConfig.ResetCooldown) or nameof(EmailConfig.ResetTimeout)
        or nameof(AccountsConfig.AlwaysOnFor) or nameof(Location.Asn) or nameof(ConnectionClass.Asns)
        or nameof(HistoryConfig.ExpireTime) or nameof(HistoryConfig.GracePeriod)
        or nameof(JetStreamConfig.MaxBytes) or nameof(PushConfig.Expiration));

    public void WritePayload()
    {
        if (_reader.IsNil) throw new MessagePackSerializationException("nil");
        Write(typeof(Payload));
    }

    private void Write(Type type)
    {
        if (_reader.TryReadNil()) to.WriteNullValue();
        else if (type.IsEnum) to.WriteStringValue(Enum.ToObject(type, _reader.ReadInt64()).ToString());
        else if (type.IsGenericType && type != typeof(ReadOnlyMemory<byte>)) WriteList(type.GetGenericArguments()[0]);
        else if (!TryWriteScalar(type) && !TryWriteId(type)) WriteShape(Shape.Of(type));
    }

    private bool TryWriteScalar(Type type)
    {
        if (type == typeof(string)) WriteText(_reader.ReadString()!);
        else if (type == typeof(bool)) to.WriteBooleanValue(_reader.ReadBoolean());
        else if (type == typeof(int)) to.WriteNumberValue(_reader.ReadInt32());
        else if (type == typeof(long)) to.WriteNumberValue(_reader.ReadInt64());
        else if (type == typeof(ulong)) to.WriteNumberValue(_reader.ReadUInt64());
        else if (type == typeof(char)) to.WriteStringValue(_reader.ReadChar().ToString());
        else if (type == typeof(ReadOnlyMemory<byte>)) to.WriteStringValue($"{_reader.ReadBytes()?.Length} bytes");
        else return false;
        return true;
    }

    // Ids and positions in their usual form: u3, leaf-1/18c2f/5, 1234.0.
    private bool TryWriteId(Type type)
    {
        if (type == typeof(UserId)) to.WriteStringValue(new UserId(Fields(1) ? _reader.ReadUInt64() : 0).ToString());
        else if (type == typeof(Position) && Fields(2))
            to.WriteStringValue(new Position(_reader.ReadUInt64(), _reader.ReadInt32()).ToString());
        else if (type == typeof(SessionId) && Fields(3))
            WriteText(new SessionId(_reader.ReadString() ?? "", _reader.ReadUInt64(), _reader.ReadUInt64()).ToString());
        else return false;
        return true;
    }

    private bool Fields(int wanted) => _reader.ReadArrayHeader() is var found && found == wanted
        ? true
        : throw new MessagePackSerializationException($"{found} fields where {wanted} belong");

    private void WriteList(Type of)
    {
        to.WriteStartArray();
        for (int left = _reader.ReadArrayHeader(); left > 0; left--) Write(of);
        to.WriteEndArray();
    }

    private void WriteShape(Shape shape)
    {
        to.WriteStartObject();
        if (shape.IsUnion) WriteCase(shape);
        else WriteMembers(shape);
        to.WriteEndObject();
    }

    private void WriteCase(Shape union)
    {
        if (_reader.ReadArrayHeader() is var fields && fields != 2)
            throw new MessagePackSerializationException($"{fields} fields where [kind, fields] belong");
        int number = _reader.ReadInt32();
        if (union.Cases.TryGetValue(number, out Type? type))
        {
            IsWanted |= only?.IsType(type.Name) ?? false;
            to.WriteString("type", type.Name);
            WriteMembers(Shape.Of(type));
        }
        else if (union.Type == typeof(Payload)) throw new MessagePackSerializationException($"no kind {number}");
        else
        {
            to.WriteString("type", $"{union.Name} {number}, which this build does not know");
            _reader.Skip();
        }
    }

    // A newer build may have written more fields than this one knows, an older one fewer.
    private void WriteMembers(Shape shape)
    {
        int fields = _reader.ReadArrayHeader();
        for (int i = 0; i < fields && i < shape.Fields.Count; i++)
            if (shape.Fields[i] is { } member) WriteMember(shape, member);
            else _reader.Skip();
        if (fields <= shape.Fields.Count) return;
        to.WriteNumber("unknownFields", fields - shape.Fields.Count);
        for (int i = shape.Fields.Count; i < fields; i++) _reader.Skip();
    }

    private void WriteMember(Shape shape, WireMember member)
    {
        to.WritePropertyName(member.JsonName);
        if (_reader.IsNil) Write(member.Type);
        else if (IsSecret(shape.Type, member.Name)) WriteHidden();
        else if (shape.Type == typeof(ClientLine) && member.Name == nameof(ClientLine.Line))
            WriteText(PasswordLine.Masked(_reader.ReadString()!));
        else if (member.Type == typeof(long) && IsTime(member.Name)) WriteTime(_reader.ReadInt64());
        else Write(member.Type);
    }

    // Passwords, which older builds sent, and proofs, from which a password could be guessed.
    private static bool IsSecret(Type type, string member) => type == typeof(SessionOpened)
        ? member is nameof(SessionOpened.Password) or nameof(SessionOpened.GatewayPassword)
        : type == typeof(ProofQuestion) && member is nameof(ProofQuestion.Final);

    private void WriteHidden()
    {
        _reader.Skip();
        to.WriteStringValue(PasswordLine.Hidden);
    }

    private readonly void WriteTime(long milliseconds)
    {
        if (milliseconds is < FirstTime or > LastTime) to.WriteNumberValue(milliseconds);
        else to.WriteStringValue(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            .ToString(TimeFormat, CultureInfo.InvariantCulture));
    }

    private void WriteText(string text)
    {
        IsWanted |= only?.IsIn(text) ?? false;
        JsonText.Write(to, text);
    }
}
