/** Whatever the function asks Crossplane to look up, Crossplane may look up: by the install bundle, or by its own role. */
import { composedKinds } from 'planesmith/release';
import { expect, test } from 'vitest';
import { functions } from '../../functions/index.ts';
import { cells, exampleSpec, facts, readyClaim } from '../fixtures.ts';

/** core cluster/charts/crossplane/templates/clusterrole.yaml of v2.4.0. */
const byItsOwnRole = ['v1 Secret', 'v1 ConfigMap', 'v1 ServiceAccount'];

const rows = cells.map((cell) => ({
  ...cell,
  canBeGiven: JSON.stringify(cell.api.spec).includes('"serviceAccount"'),
}));

test.each(rows)('a $kind on $target', ({ key, kind, target, canBeGiven }) => {
  const allowed = composedKinds(functions, target).map((composed) => `${composed.apiVersion} ${composed.kind}`);
  for (const account of canBeGiven ? [{}, { serviceAccount: 'another' }] : [{}]) {
    const claim = readyClaim({ kind, target, environment: facts(), spec: { ...exampleSpec(key), ...account } });
    const requirements = Object.values(claim.ask().requirements?.resources ?? {});
    const kinds = requirements.map(({ apiVersion, kind: wanted }) => `${apiVersion} ${wanted}`);
    expect(kinds.filter((wanted) => ![...byItsOwnRole, ...allowed].includes(wanted))).toEqual([]);
  }
});
