/** Crossplane may read every object that the function requires, by the rights of the install bundle or its own role. */
import { composedKinds } from 'planesmith/release';
import { expect, test } from 'vitest';
import { functions } from '../../functions/index.ts';
import { platform } from '../cases/platform.ts';
import { cells, exampleSpec, facts, readyClaim } from '../fixtures.ts';

/** The kinds in core cluster/charts/crossplane/templates/clusterrole.yaml of v2.4.0. */
const inOwnRole = ['v1 Secret', 'v1 ConfigMap', 'v1 ServiceAccount'];

/** The kinds of claims: core's RBAC manager lets Crossplane do everything with those (core internal/controller/rbac/definition/roles.go, v2.4.0). */
const ofClaims = Object.values(platform.apis).map(({ version, kind }) => `${platform.group}/${version} ${kind}`);

const rows = cells.map((cell) => ({
  ...cell,
  canNameAccount: JSON.stringify(cell.api.spec).includes('"serviceAccount"'),
}));

test.each(rows)(
  'Crossplane may read the requirements of a $kind on $target',
  ({ key, kind, target, canNameAccount }) => {
    const allowed = composedKinds(functions, target).map((composed) => `${composed.apiVersion} ${composed.kind}`);
    for (const account of canNameAccount ? [{}, { serviceAccount: 'another' }] : [{}]) {
      const claim = readyClaim({ kind, target, environment: facts(), spec: { ...exampleSpec(key), ...account } });
      const requirements = Object.values(claim.ask().requirements?.resources ?? {});
      const kinds = requirements.map(({ apiVersion, kind: wanted }) => `${apiVersion} ${wanted}`);
      expect(kinds.filter((wanted) => ![...inOwnRole, ...ofClaims, ...allowed].includes(wanted))).toEqual([]);
    }
  },
);
