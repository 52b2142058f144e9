/** The tables that a platform of another company may replace: what a claim becomes follows them, and nothing else of the function does. */
import { functionsOf } from 'planesmith/authoring';
import { perTarget, platform } from 'planesmith';
import { claimRenderer, surveyCells } from 'planesmith/testing';
import { expect, test } from 'vitest';
import { cache as cacheApi } from '../../apis/cache.ts';
import { database as databaseApi } from '../../apis/database.ts';
import { devNamespace as devNamespaceApi } from '../../apis/dev-namespace.ts';
import { cache, nodes } from '../../functions/cache/index.ts';
import { concerns } from '../../functions/concerns/index.ts';
import { database, sizeTable } from '../../functions/database/index.ts';
import { devNamespace, quotaLimits } from '../../functions/dev-namespace/index.ts';
import { environment } from '../../functions/environment/index.ts';
import { example } from '../cases/claims.ts';
import { usualEnvironment } from '../fixtures.ts';

const { adapt } = functionsOf({ environment, concerns });
const apis = { cache: cacheApi, database: databaseApi, 'dev-namespace': devNamespaceApi };
const usual = { cache: adapt(cache), database: adapt(database), 'dev-namespace': adapt(devNamespace) };

const { v1 } = sizeTable.editions;
const sizes = {
  editions: { v1, acme: { ...v1, small: { ...v1.small, memoryMB: 768, instanceClass: 'db.m7g.large' } } },
  current: 'acme',
};
const own = {
  cache: adapt(cache, { tables: { nodes: [{ nodeType: 'cache.r7g.large', memoryMB: 9000 }, ...nodes] } }),
  database: adapt(database, { tables: { sizes } }),
  'dev-namespace': adapt(devNamespace, { tables: { quotas: { ...quotaLimits, M: { ...quotaLimits.M, pods: '7' } } } }),
};

const platformOf = (functions: typeof own) =>
  platform({
    name: 'platform',
    group: 'platform.example.org',
    registry: 'registry.example.org/platform',
    crossplane: '>=v2.4.0',
    version: '0.1.0',
    apis,
    compositions: async () => ({ compositions: {} }),
    functions: async () => ({ functions }),
    packages: perTarget('platform', ['local', 'aws']),
  });

test.each([
  { key: 'cache', target: 'aws', was: 'cache.t4g.micro', is: 'cache.r7g.large' },
  { key: 'database', target: 'aws', was: 'db.t4g.micro', is: 'db.m7g.large' },
  { key: 'database', target: 'local', was: '"memory":"512Mi"', is: '"memory":"768Mi"' },
  { key: 'dev-namespace', target: 'local', was: '"pods":"50"', is: '"pods":"7"' },
] as const)('a $key on $target becomes $is instead of $was', async ({ key, target, was, is }) => {
  const environments = [{ name: 'one', config: example(`environments/${usualEnvironment(target)}.yaml`) }];
  const [before, after] = await Promise.all(
    [usual, own].map(async (functions) => {
      const cells = await surveyCells(platformOf(functions), [example(`${key}.yaml`)], environments);
      return JSON.stringify(cells.filter((cell) => cell.target === target));
    }),
  );
  expect(before).toContain(was);
  expect(after).toContain(is);
  expect(after).not.toContain(was);
});

test('a database keeps the edition of another table if its status is lost', async () => {
  const render = await claimRenderer(platformOf(own), { target: 'local' });
  const config = example('environments/local.yaml');
  const { composed } = await render(example('database.yaml'), { environment: config });
  const { xr } = await render(example('database.yaml'), { environment: config, observed: composed });
  expect(xr['status']).toMatchObject({ recorded: { sizing: 'acme', size: 'small' } });
});

test.each([
  {
    reason: 'a current edition that is none',
    sizes: { ...sizeTable, current: 'vl' },
    says: 'sizes.current is vl, and the editions are v1',
  },
  {
    reason: 'a released edition left out',
    sizes: { editions: {}, current: 'v1' },
    says: 'tables.sizes.editions lacks v1',
  },
  {
    reason: 'an edition without a size',
    sizes: { editions: { v1, acme: { small: v1.small, medium: v1.medium } }, current: 'acme' },
    says: 'tables.sizes.editions.acme lacks large',
  },
  {
    reason: 'a size without its memory',
    sizes: { editions: { v1, acme: { ...v1, large: {} } }, current: 'acme' },
    says: 'tables.sizes.editions.acme.large lacks cpu',
  },
])('$reason is refused when the functions are loaded', ({ sizes, says }) => {
  expect(() => adapt(database, { tables: { sizes: sizes as never } })).toThrow(
    `Database cannot use these tables: ${says}`,
  );
});

test('caches without nodes are refused when the functions are loaded', () => {
  expect(() => adapt(cache, { tables: { nodes: [] as never } })).toThrow('tables.nodes must have an item');
});
