namespace IrcNats.Protocol;

/// <summary>Reads base64 in text from elsewhere.</summary>
public static class Base64
{
    /// <summary>The bytes; null if the text is not base64.</summary>
    public static byte[]? Parse(string text)
    {
        byte[] bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out int length) ? bytes[..length] : null;
    }
}
