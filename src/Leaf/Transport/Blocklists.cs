using System.Net;
using System.Net.Sockets;
using DnsClient;
using DnsClient.Protocol;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Leaf.Transport;

/// <summary>
/// Asks lists of addresses by DNS (DNSBL). Whoever does not answer in time, or answers with nonsense, keeps nobody out:
/// that is told as an alarm. https://www.rfc-editor.org/rfc/rfc5782
/// </summary>
sealed class Blocklists
{
    // What means that an address is listed; and what lists say that do not want to answer.
    private static readonly IPNetwork s_answers = IPNetwork.Parse("127.0.0.0/8"),
        s_refusals = IPNetwork.Parse("127.255.255.0/24");

    private readonly ILookupClient _dns;
    private readonly PacedAlarms _alarms;
    private readonly Questions<(IPAddress Address, string Zone), IReadOnlyList<IPAddress>> _questions;

    /// <param name="alarm">Told which list fails, and how; once a minute for each.</param>
    public Blocklists(ILookupClient dns, TimeProvider time, Action<string, string> alarm)
    {
        (_dns, _alarms) = (dns, new PacedAlarms(time, alarm));
        _questions = new(asked => AskAsync(asked.Address, asked.Zone), time);
    }

    /// <summary>The first list that has the address, those that refuse first; null: none has, or answers.</summary>
    public async Task<Blocklist?> FindAsync(IPAddress address, IReadOnlyList<Blocklist> lists)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        Task<bool>[] asked = [.. lists.Select(list => HasAsync(list, address))];
        Blocklist? mildest = null;
        for (int i = 0; i < asked.Length; i++)
        {
            if (!await asked[i]) continue;
            if (lists[i].Action == BlocklistAction.Refuse) return lists[i];
            mildest ??= lists[i];
        }

        return mildest;
    }

    /// <summary>The name that is asked for: the address backwards, and the zone.</summary>
    public static string NameOf(IPAddress address, string zone)
    {
        byte[] bytes = address.GetAddressBytes();
        IEnumerable<string> labels = address.AddressFamily == AddressFamily.InterNetwork
            ? bytes.Reverse().Select(b => $"{b}")
            : bytes.Reverse().SelectMany(b => (string[])[$"{b & 15:x}", $"{b >> 4:x}"]);
        return $"{string.Join('.', labels)}.{zone}";
    }

    private async Task<bool> HasAsync(Blocklist list, IPAddress address)
    {
        if (await _questions.AskAsync((address, list.Zone)) is not { } answers) return false;
        if (list.Answers.Count == 0) return answers.Count > 0;
        AddressSet counted = new(list.Answers);
        return answers.Any(counted.Has);
    }

    private async Task<IReadOnlyList<IPAddress>?> AskAsync(IPAddress address, string zone)
    {
        try
        {
            IDnsQueryResponse answer = await _dns.QueryAsync(NameOf(address, zone), QueryType.A);
            if (answer.Header.ResponseCode == DnsHeaderResponseCode.NotExistentDomain) return [];
            if (answer.HasError) return Failed(zone, answer.ErrorMessage);
            IPAddress[] addresses = [.. answer.Answers.OfType<ARecord>().Select(record => record.Address)];
            return addresses.FirstOrDefault(a => !s_answers.Contains(a) || s_refusals.Contains(a)) is { } nonsense
                ? Failed(zone, $"it answered {nonsense}")
                : addresses;
        }
        catch (Exception e) when (e is DnsResponseException or DnsXidMismatchException or SocketException
            or ArgumentException or InvalidOperationException)
        {
            return Failed(zone, e.Message);
        }
    }

    private IReadOnlyList<IPAddress>? Failed(string zone, string why)
    {
        _alarms.Tell(zone, why);
        return null;
    }
}
