using Bittensor.Crypto;

namespace Bittensor.LocalNet.Ledger;

/// <summary>Who has staked how much on which hotkey of which subnet, in rao.</summary>
/// <remarks>Stakers are kept in the order of their keys, so that shares are rounded in the same order on every run.</remarks>
internal sealed class StakeBook(Journal journal)
{
    private readonly Dictionary<(ushort Netuid, AccountId Hotkey), SortedDictionary<AccountId, ulong>> _stakes = [];

    public UInt128 Sum => _stakes.Values.Aggregate(UInt128.Zero, (sum, stakers) => sum + Total(stakers));

    /// <summary>Every stake.</summary>
    public IEnumerable<(ushort Netuid, AccountId Hotkey, AccountId Coldkey, ulong Amount)> All =>
        from book in _stakes
        from stake in book.Value
        select (book.Key.Netuid, book.Key.Hotkey, stake.Key, stake.Value);

    public ulong On(ushort netuid, AccountId hotkey) => (ulong)Total(Stakers(netuid, hotkey));

    public ulong Of(ushort netuid, AccountId hotkey, AccountId coldkey) => Stakers(netuid, hotkey).GetValueOrDefault(coldkey);

    public IReadOnlyDictionary<AccountId, ulong> Stakers(ushort netuid, AccountId hotkey) =>
        _stakes.GetValueOrDefault((netuid, hotkey)) ?? [];

    public void Add(ushort netuid, AccountId hotkey, AccountId coldkey, ulong amount)
    {
        if (amount > 0)
            Set(netuid, hotkey, coldkey, checked(Of(netuid, hotkey, coldkey) + amount));
    }

    public void Remove(ushort netuid, AccountId hotkey, AccountId coldkey, ulong amount) =>
        Set(netuid, hotkey, coldkey, checked(Of(netuid, hotkey, coldkey) - amount));

    private void Set(ushort netuid, AccountId hotkey, AccountId coldkey, ulong amount)
    {
        ulong before = Of(netuid, hotkey, coldkey);
        Put(netuid, hotkey, coldkey, amount);
        journal.Note(() => Put(netuid, hotkey, coldkey, before));
    }

    private void Put(ushort netuid, AccountId hotkey, AccountId coldkey, ulong amount)
    {
        if (!_stakes.TryGetValue((netuid, hotkey), out SortedDictionary<AccountId, ulong>? stakers))
            _stakes.Add((netuid, hotkey), stakers = []);
        if (amount == 0)
            stakers.Remove(coldkey);
        else
            stakers[coldkey] = amount;
        if (stakers.Count == 0)
            _stakes.Remove((netuid, hotkey));
    }

    private static UInt128 Total(IReadOnlyDictionary<AccountId, ulong> stakers) =>
        stakers.Values.Aggregate(UInt128.Zero, (sum, amount) => sum + amount);
}
