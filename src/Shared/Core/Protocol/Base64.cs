namespace IrcNats.Protocol;

/// <summary>Base64 in text that others wrote.</summary>
public static class Base64
{
    /// <summary>Null: it is none.</summary>
    public static byte[]? Parse(string text)
    {
        byte[] bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out int length) ? bytes[..length] : null;
    }
}
