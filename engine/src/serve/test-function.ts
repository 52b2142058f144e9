/** A function process for tests: answers every request, after as many milliseconds as the XR's `spec.wait` says. */
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
