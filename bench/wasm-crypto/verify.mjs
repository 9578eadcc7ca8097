// Measures sr25519 verification of @polkadot/wasm-crypto on request.
// Standard input: a line of JSON { publicKey, message, signature } in hex, then a line of seconds for each turn.
// Standard output: verifications a second for each turn.
import { createInterface } from 'node:readline';
import { sr25519Verify, waitReady } from '@polkadot/wasm-crypto';

await waitReady();
let signed;
for await (const line of createInterface({ input: process.stdin })) {
  if (!signed) {
    signed = Object.fromEntries(Object.entries(JSON.parse(line)).map(([name, hex]) => [name, new Uint8Array(Buffer.from(hex, 'hex'))]));
    continue;
  }
  const milliseconds = Number(line) * 1000;
  const started = performance.now();
  let count = 0;
  let elapsed;
  do {
    if (!sr25519Verify(signed.signature, signed.message, signed.publicKey)) throw new Error('the signature does not verify');
    count++;
    elapsed = performance.now() - started;
  } while (elapsed < milliseconds);
  console.log(count / elapsed * 1000);
}
