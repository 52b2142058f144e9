/** A function process for tests that answers every request after `spec.wait` milliseconds. */
import { writeSync } from 'node:fs';
import { main } from './main.ts';

process.exit(
  await main(({ meta, observed }) => {
    const wait: unknown = observed?.composite?.resource?.['spec']?.wait;
    if (typeof wait === 'number') {
      writeSync(1, '{"message":"called"}\n');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, wait);
    }
    return { meta: { tag: meta?.tag ?? '' }, desired: undefined, results: [], requirements: undefined, conditions: [] };
  }),
);
