using Bittensor.Chain;
using Bittensor.Crypto;

namespace Bittensor.LocalNet.Ledger;

/// <summary>All that the chain knows. Not thread-safe: who produces blocks guards it.</summary>
internal sealed class LedgerState
{
    private readonly Dictionary<AccountId, ulong> _balances = [];
    private readonly Dictionary<AccountId, AccountId> _owners = [];
    private readonly Dictionary<AccountId, uint> _nonces = [];
    private readonly SortedDictionary<ushort, Subnet> _subnets = [];
    private readonly SortedDictionary<ulong, byte[]> _blockHashes = [];

    public LedgerState()
    {
        UsedWork = new WorkBook(Journal);
        Stakes = new StakeBook(Journal);
    }

    /// <summary>How to take back what a call changes.</summary>
    public Journal Journal { get; } = new();

    public ulong BlockNumber { get; set; }

    /// <summary>Who may make calls as root; null for nobody.</summary>
    public AccountId? SudoKey { get; init; }

    /// <summary>Accounts that have a balance or have signed something.</summary>
    public IEnumerable<AccountId> Accounts =>
        _balances.Keys.Union(_nonces.Keys);

    /// <summary>Hotkeys that the chain has seen, with their coldkeys.</summary>
    public IEnumerable<KeyValuePair<AccountId, AccountId>> Owners => _owners;

    /// <summary>Proofs of work that were taken and are not too old yet, with their blocks.</summary>
    public WorkBook UsedWork { get; }

    public StakeBook Stakes { get; }

    /// <summary>How clients are to commit to weights; 2 is the salted hash, which is what this chain takes.</summary>
    public ushort CommitRevealVersion { get; private set; } = 2;

    public ulong Issued { get; private set; }

    public ulong Recycled { get; private set; }

    /// <summary>Subnets in the order of their netuids.</summary>
    public IEnumerable<Subnet> Subnets => _subnets.Values;

    /// <summary>The subnet.</summary>
    /// <exception cref="ChainException">SubnetNotExists.</exception>
    public Subnet GetSubnet(ushort netuid) =>
        FindSubnet(netuid)
        ?? throw new ChainException(
            "SubnetNotExists",
            $"There is no subnet {netuid} on this chain; it has: {string.Join(", ", _subnets.Keys)}.");

    public Subnet? FindSubnet(ushort netuid) => _subnets.GetValueOrDefault(netuid);

    public void AddSubnet(Subnet subnet)
    {
        _subnets.Add(subnet.Netuid, subnet);
        Journal.Note(() => _subnets.Remove(subnet.Netuid));
    }

    /// <summary>The first netuid that is free; 0 is the root network.</summary>
    public ushort NextNetuid() =>
        _subnets.Count < ushort.MaxValue ? (ushort)(_subnets.Count + 1) : throw new ChainException(
            "SubnetLimitReached",
            "All netuids are taken.");

    public ulong BalanceOf(AccountId account) => _balances.GetValueOrDefault(account);

    public void Deposit(AccountId account, ulong amount) => SetBalance(account, checked(BalanceOf(account) + amount));

    public void Withdraw(AccountId account, ulong amount) => SetBalance(account, checked(BalanceOf(account) - amount));

    public void SetCommitRevealVersion(ushort version)
    {
        ushort before = CommitRevealVersion;
        CommitRevealVersion = version;
        Journal.Note(() => CommitRevealVersion = before);
    }

    /// <summary>How many extrinsics an account has signed.</summary>
    public uint NonceOf(AccountId account) => _nonces.GetValueOrDefault(account);

    public void CountNonce(AccountId account) => SetNonce(account, checked(NonceOf(account) + 1));

    /// <summary>Takes over how many extrinsics an account has signed.</summary>
    public void SetNonce(AccountId account, uint nonce)
    {
        if (nonce > 0)
            _nonces[account] = nonce;
    }

    /// <summary>Counts a new amount; the caller puts it somewhere.</summary>
    public void Issue(ulong amount)
    {
        ulong before = Issued;
        Issued = checked(before + amount);
        Journal.Note(() => Issued = before);
    }

    /// <summary>Counts an amount that the caller has taken from somewhere and that leaves circulation.</summary>
    public void Recycle(ulong amount)
    {
        ulong before = Recycled;
        Recycled = checked(before + amount);
        Journal.Note(() => Recycled = before);
    }

    /// <summary>The coldkey that owns a hotkey, or null if the chain has never seen the hotkey.</summary>
    public AccountId? OwnerOf(AccountId hotkey) => _owners.TryGetValue(hotkey, out AccountId owner) ? owner : null;

    /// <summary>Makes a coldkey the owner of a hotkey; null forgets the hotkey.</summary>
    public void SetOwner(AccountId hotkey, AccountId? coldkey)
    {
        AccountId? before = OwnerOf(hotkey);
        PutOwner(hotkey, coldkey);
        Journal.Note(() => PutOwner(hotkey, before));
    }

    /// <summary>The hashes that <see cref="SetHash"/> has given, by block.</summary>
    public IReadOnlyDictionary<ulong, byte[]> BlockHashes => _blockHashes;

    /// <summary>The hash of one of the newest blocks, or null. The newest one's is not known while its calls are carried out.</summary>
    public byte[]? HashOf(ulong block) => _blockHashes.GetValueOrDefault(block);

    /// <summary>Remembers a block's hash as long as a proof of work may name it. Who gives blocks their hashes calls this.</summary>
    public void SetHash(ulong block, byte[] hash)
    {
        _blockHashes[block] = hash;
        while (_blockHashes.Count > (int)RegistrationWork.Lifetime)
            _blockHashes.Remove(_blockHashes.Keys.First());
    }

    public LedgerTotals Totals() => new(
        Issued,
        _balances.Values.Aggregate(UInt128.Zero, (sum, amount) => sum + amount),
        Stakes.Sum,
        Subnets.Aggregate(UInt128.Zero, (sum, subnet) => sum + subnet.PendingServer + subnet.PendingValidator + subnet.PendingOwner),
        Recycled);

    private void SetBalance(AccountId account, ulong amount)
    {
        ulong before = BalanceOf(account);
        PutBalance(account, amount);
        Journal.Note(() => PutBalance(account, before));
    }

    private void PutBalance(AccountId account, ulong amount)
    {
        if (amount == 0)
            _balances.Remove(account);
        else
            _balances[account] = amount;
    }

    private void PutOwner(AccountId hotkey, AccountId? coldkey)
    {
        if (coldkey is AccountId owner)
            _owners[hotkey] = owner;
        else
            _owners.Remove(hotkey);
    }
}
