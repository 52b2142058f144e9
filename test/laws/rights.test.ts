/** Whatever the function asks Crossplane to look up, Crossplane may look up: by the install bundle, or by its own role. */
import { composedKinds } from 'planesmith/release';
import type { Json } from 'planesmith/schema';
import { expect, test } from 'vitest';
import { functions } from '../../functions/index.ts';
import { example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import { environmentConfig } from '../cases/situation.ts';
import { PlayedClaim } from '../played/claim.ts';

/** core cluster/charts/crossplane/templates/clusterrole.yaml of v2.4.0. */
const byItsOwnRole = ['v1 Secret', 'v1 ConfigMap', 'v1 ServiceAccount'];

const cells = Object.entries(platform.apis).flatMap(([key, { kind, targets, spec }]) =>
  targets.map((target) => ({ key, kind, target, canBeGiven: JSON.stringify(spec).includes('"serviceAccount"') })),
);

test.each(cells)('a $kind on $target', ({ key, kind, target, canBeGiven }) => {
  const environment = environmentConfig('dev')['data'] as Record<string, unknown>;
  const written = example(`${key}.yaml`)['spec'] as Record<string, Json>;
  const allowed = composedKinds(functions, target).map((each) => `${each.apiVersion} ${each.kind}`);
  for (const given of canBeGiven ? [{}, { serviceAccount: 'another' }] : [{}]) {
    const claim = new PlayedClaim({ kind, target, environment, spec: { ...written, ...given } });
    claim.settle();
    const asked = Object.values(claim.ask().requirements?.resources ?? {});
    const kinds = asked.map((each) => `${each.apiVersion} ${each.kind}`);
    expect(kinds.filter((each) => ![...byItsOwnRole, ...allowed].includes(each))).toEqual([]);
  }
});
