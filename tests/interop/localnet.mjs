// node localnet.mjs ws://127.0.0.1:9944 - a client that nobody here wrote uses our node as it uses the main network.
// Expects a chain with the subnet 1 (registration costs 1 TAO, no rate limits) and funded development accounts.
// Prints a line a step; exit status 0 when every step holds.
import assert from 'node:assert/strict'
import { ApiPromise, HttpProvider, Keyring, WsProvider } from '@polkadot/api'
import { blake2AsHex } from '@polkadot/util-crypto'

const url = process.argv[2] ?? 'ws://127.0.0.1:9944'
const netuid = 1
const provider = new WsProvider(url, false)
await provider.connect()
const api = await ApiPromise.create({ provider, noInitWarn: true })
const keyring = new Keyring({ type: 'sr25519', ss58Format: 42 })
const alice = keyring.addFromUri('//Alice')
const bob = keyring.addFromUri('//Bob')
const miner = keyring.addFromUri('//Bob//miner')
const ed = new Keyring({ type: 'ed25519', ss58Format: 42 }).addFromUri('//Edward')
const module = api.query.subtensorModule

const step = async (name, body) => {
  const result = await body()
  console.log('ok', name, result === undefined ? '' : String(result))
}

/** Signs, sends, waits for the block; gives the names of the events, or throws the name of the error. */
const send = (tx, signer, options = {}) => new Promise((resolve, reject) => {
  tx.signAndSend(signer, { nonce: -1, ...options }, ({ status, events, dispatchError, internalError }) => {
    if (internalError) reject(internalError)
    if (!status.isFinalized) return
    if (dispatchError) reject(new Error(dispatchError.isModule ? api.registry.findMetaError(dispatchError.asModule).name : dispatchError.toString()))
    else resolve(events.map(({ event }) => `${event.section}.${event.method}`))
  }).catch(reject)
})

await step('metadata', () => {
  assert.equal(api.runtimeVersion.specName.toString(), 'node-subtensor')
  assert.equal(api.tx.subtensorModule.setWeights.callIndex.join(), '7,0')
  assert.equal(api.consts.system.ss58Prefix.toNumber(), 42)
  return `spec ${api.runtimeVersion.specVersion}, genesis ${api.genesisHash.toHex().slice(0, 10)}`
})

await step('storage', async () => {
  const { data } = await api.query.system.account(alice.address)
  assert.ok(data.free.toBigInt() > 0n)
  assert.deepEqual((await module.networksAdded.keys()).map((key) => key.args[0].toNumber()), [0, netuid])
  assert.equal((await module.tempo(netuid)).toNumber(), 10)
  const [kappa, added] = await api.queryMulti([[module.kappa, netuid], [module.networksAdded, 7]])
  assert.equal(kappa.toNumber(), 32767)
  assert.equal(added.isTrue, false)
  const entries = await module.keys.entries(netuid)
  assert.equal(entries.length, 1)
})

await step('heads', () => new Promise((resolve, reject) => {
  const seen = []
  let unsubscribe = () => {}
  api.rpc.chain.subscribeNewHeads((header) => {
    seen.push(header.number.toNumber())
    if (seen.length < 3) return
    unsubscribe()
    try {
      assert.deepEqual(seen, [seen[0], seen[0] + 1, seen[0] + 2])
      resolve(seen)
    } catch (error) { reject(error) }
  }).then((stop) => { unsubscribe = stop }, reject)
}))

await step('hashes of headers', async () => {
  const hash = await api.rpc.chain.getFinalizedHead()
  const { block } = await api.rpc.chain.getBlock(hash)
  assert.equal(block.header.hash.toHex(), hash.toHex())
  assert.equal((await api.rpc.chain.getBlockHash(block.header.number.toNumber())).toHex(), hash.toHex())
  assert.equal(block.extrinsics[0].method.method, 'set')
})

await step('fee', async () => {
  const tx = api.tx.balances.transferKeepAlive(bob.address, 1_000_000_000)
  const { partialFee } = await tx.paymentInfo(alice.address)
  const before = (await api.query.system.account(alice.address)).data.free.toBigInt()
  const events = await send(tx, alice)
  assert.ok(events.includes('balances.Transfer') && events.includes('transactionPayment.TransactionFeePaid'), events.join())
  const after = (await api.query.system.account(alice.address)).data.free.toBigInt()
  assert.equal(before - after, 1_000_000_000n + partialFee.toBigInt())
  return partialFee
})

await step('storage subscription', async () => {
  const values = []
  const stop = await api.query.system.account(miner.address, ({ data }) => values.push(data.free.toBigInt()))
  await send(api.tx.balances.transferAllowDeath(miner.address, 5_000_000_000), alice, { era: 0, tip: 7 })
  while (values.at(-1) !== 5_000_000_000n) await new Promise((resolve) => { setTimeout(resolve, 20) })
  stop()
  assert.equal(values[0], 0n)
})

await step('burnedRegister', async () => {
  const events = await send(api.tx.subtensorModule.burnedRegister(netuid, miner.address), bob)
  assert.ok(events.includes('subtensorModule.NeuronRegistered'), events.join())
  assert.equal((await module.uids(netuid, miner.address)).unwrap().toNumber(), 1)
  assert.equal((await module.owner(miner.address)).toString(), bob.address)
})

await step('serveAxon', async () => {
  const events = await send(api.tx.subtensorModule.serveAxon(netuid, 9, 0x7f000001, 8091, 4, 4, 0, 0), miner)
  assert.ok(events.includes('subtensorModule.AxonServed'), events.join())
  const axon = (await module.axons(netuid, miner.address)).unwrap()
  assert.deepEqual([axon.ip.toNumber(), axon.port.toNumber(), axon.ipType.toNumber()], [0x7f000001, 8091, 4])
})

await step('addStake', async () => {
  const events = await send(api.tx.subtensorModule.addStake(miner.address, netuid, 2_000_000_000), bob)
  assert.ok(events.includes('subtensorModule.StakeAdded'), events.join())
  assert.equal((await module.totalHotkeyAlpha(miner.address, netuid)).toNumber(), 2_000_000_000)
})

await step('setWeights', async () => {
  // A weight on oneself needs no validator permit.
  const events = await send(api.tx.subtensorModule.setWeights(netuid, [1], [40000], 0), miner)
  assert.ok(events.includes('subtensorModule.WeightsSet'), events.join())
  assert.deepEqual((await module.weights(netuid, 1)).toJSON(), [[1, 65535]])
})

await step('named errors', async () => {
  const set = (uids) => api.tx.subtensorModule.setWeights(netuid, uids, uids.map(() => 1), 0)
  await assert.rejects(send(set([0, 0]), alice), /HotKeyNotRegisteredInSubNet/)
  await assert.rejects(send(api.tx.subtensorModule.burnedRegister(9, alice.address), alice), /SubnetNotExists/)
  await assert.rejects(send(api.tx.balances.forceSetBalance(bob.address, 1), bob), /BadOrigin/)
  await assert.rejects(send(api.tx.sudo.sudo(api.tx.system.remark('0x00')), bob), /RequireSudo/)
})

await step('refused extrinsics', async () => {
  const tx = api.tx.balances.transferKeepAlive(bob.address, 1)
  await assert.rejects(send(tx, alice, { nonce: 0 }), /1010.*outdated/)
  await assert.rejects(send(tx, ed), /1010.*Inability to pay some fees/)
  const signed = await tx.signAsync(alice, { nonce: -1 })
  const bytes = signed.toU8a()
  bytes[40] ^= 1
  await assert.rejects(provider.send('author_submitExtrinsic', [`0x${Buffer.from(bytes).toString('hex')}`]), /1010.*bad signature/)
})

await step('batch, sudo and ed25519', async () => {
  const events = await send(api.tx.utility.batch([
    api.tx.balances.transferAllowDeath(ed.address, 3_000_000_000),
    api.tx.subtensorModule.burnedRegister(9, alice.address),
    api.tx.system.remarkWithEvent('0x00'),
  ]), alice)
  assert.ok(events.includes('utility.BatchInterrupted') && !events.includes('system.Remarked'), events.join())
  assert.ok((await send(api.tx.sudo.sudo(api.tx.balances.forceSetBalance(bob.address, 77_000_000_000)), alice)).includes('sudo.Sudid'))
  assert.equal((await api.query.system.account(bob.address)).data.free.toBigInt(), 77_000_000_000n)
  assert.ok((await send(api.tx.system.remarkWithEvent('0x1234'), ed)).includes('system.Remarked'))
})

await step('many at once', async () => {
  let nonce = (await api.rpc.system.accountNextIndex(alice.address)).toNumber()
  const sends = [3, 2, 1, 0].map((ahead) => send(api.tx.balances.transferKeepAlive(bob.address, 1), alice, { nonce: nonce + ahead }))
  await Promise.all(sends)
  assert.equal((await api.rpc.system.accountNextIndex(alice.address)).toNumber(), nonce + 4)
})

await step('runtime APIs', async () => {
  const neurons = await api.call.neuronInfoRuntimeApi.getNeuronsLite(netuid)
  assert.equal(neurons.length, 2)
  assert.equal(neurons[1].hotkey.toString(), miner.address)
  assert.equal(neurons[1].axonInfo.port.toNumber(), 8091)
  const metagraph = (await api.call.subnetInfoRuntimeApi.getMetagraph(netuid)).unwrap()
  assert.equal(metagraph.hotkeys[1].toString(), miner.address)
  assert.equal((await api.call.subnetInfoRuntimeApi.getSubnetHyperparams(netuid)).unwrap().tempo.toNumber(), 10)
  assert.ok((await api.call.accountNonceApi.accountNonce(alice.address)).toNumber() > 0)
  const [stake] = await api.call.stakeInfoRuntimeApi.getStakeInfoForColdkey(bob.address)
  assert.equal(stake.stake.toNumber(), 2_000_000_000)
})

const epoch = async () => (await module.subnetEpochIndex(netuid)).toNumber()
const sudo = (tx) => send(api.tx.sudo.sudo(tx), alice)

await step('sudo sets hyperparameters', async () => {
  const events = await sudo(api.tx.utility.batchAll([
    api.tx.adminUtils.sudoSetTempo(netuid, 20),
    api.tx.adminUtils.sudoSetCommitRevealWeightsEnabled(netuid, true),
    api.tx.adminUtils.sudoSetCommitRevealWeightsInterval(netuid, 1),
  ]))
  for (const name of ['TempoSet', 'CommitRevealEnabled', 'CommitRevealPeriodsSet'])
    assert.ok(events.includes(`subtensorModule.${name}`), events.join())
  assert.equal((await module.tempo(netuid)).toNumber(), 20)
  assert.ok((await module.commitRevealWeightsEnabled(netuid)).isTrue)
  await assert.rejects(send(api.tx.adminUtils.sudoSetTempo(netuid, 1), alice), /BadOrigin/)
  await assert.rejects(send(api.tx.subtensorModule.setWeights(netuid, [1], [1], 0), miner), /CommitRevealEnabled/)
})

await step('commit and reveal', async () => {
  const reveal = { uids: [1], values: [7], salt: [4, 5, 6], key: 0 }
  const tuple = api.createType('(AccountId, u16, Vec<u16>, Vec<u16>, Vec<u16>, u64)',
    [miner.address, netuid, reveal.uids, reveal.values, reveal.salt, reveal.key])
  const tx = (salt) => api.tx.subtensorModule.revealWeights(netuid, reveal.uids, reveal.values, salt, reveal.key)
  await assert.rejects(send(tx(reveal.salt), miner), /NoWeightsCommitFound/)
  const committed = await send(api.tx.subtensorModule.commitWeights(netuid, blake2AsHex(tuple.toU8a())), miner)
  assert.ok(committed.includes('subtensorModule.WeightsCommitted'), committed.join())
  const [[hash, at]] = (await module.weightCommits(netuid, miner.address)).unwrap()
  assert.equal(hash.toHex(), blake2AsHex(tuple.toU8a()))
  await assert.rejects(send(tx(reveal.salt), miner), /RevealTooEarly/)
  await assert.rejects(send(tx([9]), miner), /InvalidRevealCommitHashNotMatch/)
  while (await epoch() <= at.toNumber()) await new Promise((resolve) => { setTimeout(resolve, 20) })
  const revealed = await send(tx(reveal.salt), miner)
  assert.ok(revealed.includes('subtensorModule.WeightsRevealed'), revealed.join())
  assert.ok((await module.weightCommits(netuid, miner.address)).isNone)
  await sudo(api.tx.adminUtils.sudoSetCommitRevealWeightsEnabled(netuid, false))
  await assert.rejects(send(tx(reveal.salt), miner), /CommitRevealDisabled/)
})

await step('batch_all takes everything back', async () => {
  const free = async (who) => (await api.query.system.account(who.address)).data.free.toBigInt()
  const before = await free(ed)
  await assert.rejects(send(api.tx.utility.batchAll([
    api.tx.balances.transferAllowDeath(ed.address, 1_000),
    api.tx.subtensorModule.burnedRegister(9, alice.address),
  ]), alice), /SubnetNotExists/)
  assert.equal(await free(ed), before)
  const events = await send(api.tx.utility.forceBatch([
    api.tx.subtensorModule.burnedRegister(9, alice.address),
    api.tx.balances.transferAllowDeath(ed.address, 1_000),
  ]), alice)
  assert.ok(events.includes('utility.ItemFailed') && events.includes('utility.BatchCompletedWithErrors'), events.join())
  assert.equal(await free(ed), before + 1_000n)
})

await step('stake within a limit', async () => {
  const add = (limit) => api.tx.subtensorModule.addStakeLimit(miner.address, netuid, 1_000_000, limit, false)
  await assert.rejects(send(add(999_999_999), bob), /SlippageTooHigh/)
  assert.ok((await send(add(1_000_000_000), bob)).includes('subtensorModule.StakeAdded'))
})

await step('swapHotkey', async () => {
  const other = keyring.addFromUri('//Bob//other')
  const events = await send(api.tx.subtensorModule.swapHotkey(miner.address, other.address, null), bob)
  assert.ok(events.includes('subtensorModule.HotkeySwapped'), events.join())
  assert.equal((await module.keys(netuid, 1)).toString(), other.address)
  assert.equal((await module.totalHotkeyAlpha(other.address, netuid)).toNumber() > 2_000_000_000, true)
})

await step('more runtime APIs', async () => {
  const info = api.call.subnetInfoRuntimeApi
  const chosen = (await info.getSelectiveMetagraph(netuid, [8, 52])).unwrap()
  assert.equal(chosen.tempo.unwrap().toNumber(), 20)
  assert.equal(chosen.hotkeys.unwrap().length, 2)
  assert.ok(chosen.axons.isNone)
  assert.equal((await info.getAllDynamicInfo()).length, 2)
  assert.equal((await info.getSubnetInfoV2(netuid)).unwrap().tempo.toNumber(), 20)
  const rules = (await info.getSubnetHyperparamsV3(netuid)).unwrap()
  const named = Object.fromEntries(rules.map(({ name, value }) => [name.toUtf8(), value]))
  assert.equal(named.tempo.asU16.toNumber(), 20)
  assert.ok(named.commit_reveal_weights_enabled.asBool.isFalse)
  assert.equal((await api.call.swapRuntimeApi.currentAlphaPrice(netuid)).toNumber(), 1_000_000_000)
})

await step('HTTP', async () => {
  const http = await ApiPromise.create({ provider: new HttpProvider(url.replace('ws:', 'http:')), noInitWarn: true })
  assert.equal((await http.query.subtensorModule.subnetworkN(netuid)).toNumber(), 2)
})

await api.disconnect()
console.log('INTEROP OK')
process.exit(0)
