/** Every API on every target keeps what it has when its claims become namespaced XRs. */
import { moveClaims } from 'planesmith/testing';
import { expect, test } from 'vitest';
import { example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import { environmentConfig } from '../cases/situation.ts';
import { cells, type Loose } from '../fixtures.ts';

const rows = cells
  .filter(({ api }) => api.scope === 'Namespaced')
  .flatMap((cell) => (['delete', 'retain'] as const).map((deletion) => ({ ...cell, deletion })))
  .filter(({ api, deletion }) => deletion === 'delete' || 'deletion' in (api.spec as Loose)['fields']);

/** A pooler that is not observed yet counts as not ready, so applications are sent to the server itself for a moment. */
const known: Readonly<Record<string, RegExp>> = {
  'Database on incluster': /^object-changed Database on incluster: connection-secret: data\.host of Secret changes$/,
};

test.each(rows)('$kind on $target with deletion: $deletion', async ({ key, api, kind, target, deletion }) => {
  const { metadata, spec, ...claim } = example(`${key}.yaml`) as Loose;
  const own = 'deletion' in (api.spec as Loose)['fields'] ? { deletion } : {};
  const object = { ...claim, metadata: { namespace: 'team-a', ...metadata }, spec: { ...spec, ...own } } as never;
  const name = target === 'local' ? 'local' : 'prod';
  const { findings, objects, unproven } = await moveClaims(platform, [{ claim: object, xr: object, target }], {
    environment: [name, environmentConfig(name)],
  });
  expect(unproven).toEqual([]);
  expect(objects).toBeGreaterThan(0);
  const lines = findings.map(({ rule, place, message }) => `${rule} ${place}: ${message.replace(/ \(.*/, '')}`);
  expect(lines.filter((line) => known[`${kind} on ${target}`]?.test(line) !== true)).toEqual([]);
});
