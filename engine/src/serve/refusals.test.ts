import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { refusalLog } from './refusals.ts';

it('refused clients leave one line for each reason in a while, with the number of those left out', async () => {
  const lines: unknown[] = [];
  const refused = refusalLog((severity, message, details) => lines.push([severity, message, details]), 200);
  for (let client = 0; client < 1000; client += 1) refused('no certificate', `10.0.0.1:${client}`);
  refused('an old certificate', '10.0.0.2:1');
  await sleep(250);
  refused('no certificate', '10.0.0.3:1');
  expect(lines).toEqual([
    ['ERROR', 'client refused: no certificate', { client: '10.0.0.1:0' }],
    ['ERROR', 'client refused: an old certificate', { client: '10.0.0.2:1' }],
    ['ERROR', 'client refused: no certificate', { client: '10.0.0.3:1', sinceLastLine: 999 }],
  ]);
});
