/** docs/adopting.md names everything in a cloud that outlives its claim, and how a claim takes over what is in the cluster. */
import { expect, test } from 'vitest';
import { cells as everyCell, exampleSpec, facts, readyClaim } from '../fixtures.ts';
import { PlayedClaim } from '../played/claim.ts';
import { rows, section, textOf } from './page.ts';

const text = textOf('docs/adopting.md');
const byItself = section(text, '## What is found by itself');
const byHand = section(text, '## What is adopted by hand');

/** The kinds that a section names for an API on a target. */
function named(part: string, target: string, api: string): string[] {
  return rows(part)
    .filter(([first, second]) => first === target && second === api)
    .flatMap(([, , third = '']) => [...third.matchAll(/`(\w+)`/g)].map(([, kind = '']) => kind))
    .toSorted();
}

const cells = everyCell.filter(({ target }) => ['aws', 'gcp', 'azure'].includes(target));

test.each(cells)(
  'what a $kind on $target leaves behind is found by itself or adopted by hand',
  ({ key, kind, target }) => {
    const environment = { ...facts(), deletion: 'retain' };
    const claim = readyClaim({ kind, target, environment, spec: exampleSpec(key) });
    const retained = [...claim.objects.values()].filter(({ apiVersion, spec: asked }) => {
      const { managementPolicies = ['*'] } = (asked ?? {}) as { managementPolicies?: string[] };
      const isInServer = apiVersion.startsWith('postgresql.sql.');
      return !isInServer && !managementPolicies.includes('*') && !managementPolicies.includes('Delete');
    });
    const kinds = (isNamed: boolean) =>
      [
        ...new Set(
          retained
            .filter(({ metadata }) => 'crossplane.io/external-name' in (metadata.annotations ?? {}) === isNamed)
            .map((object) => object.kind),
        ),
      ].toSorted();
    // One server is made anew whatever its name: it has a section of its own.
    const elsewhere = target === 'gcp' && kind === 'Database' ? ['DatabaseInstance'] : [];
    expect([...elsewhere, ...named(byItself, target, kind)]).toEqual(kinds(true));
    // Settings of something else are written again.
    const isSetting = (name: string) => /^Bucket./.test(name);
    expect(named(byHand, target, kind)).toEqual(kinds(false).filter((name) => !isSetting(name)));
    for (const name of [...elsewhere, ...kinds(false)]) expect(text).toContain(`\`${name}\``);
  },
);

const inCluster = section(text, '## An object that exists in the cluster already');
/** A Cluster that somebody else made, of an older version and with more storage than the claim asks for. */
const cluster = (labels: Readonly<Record<string, string>>, size = '500Gi') => ({
  apiVersion: 'postgresql.cnpg.io/v1',
  kind: 'Cluster',
  metadata: { name: 'orders-database', namespace: 'team-a', labels },
  spec: { instances: 3, imageName: 'ghcr.io/cloudnative-pg/postgresql:16.4', storage: { size } },
});
const reconciled = (labels: Readonly<Record<string, string>>, size?: string) => {
  const others = [cluster(labels, size)];
  const claim = new PlayedClaim({ kind: 'Database', target: 'local', environment: facts('local'), spec: {}, others });
  const { conditions } = claim.reconcile();
  return { claim, message: conditions.find(({ type }) => type === 'Provisioned')?.message };
};

test('the labels that hand an object over are those that a claim looks for', () => {
  const written = /labels='(.*)'/.exec(inCluster)?.[1] ?? '';
  const labels = Object.fromEntries(written.split(' ').map((label) => label.split('=') as [string, string]));
  const { claim, message } = reconciled(labels);
  expect(claim.status?.['recorded']).toMatchObject({ version: '16', storageGB: 500 });
  expect(claim.objects.get('cluster')?.['spec']).toMatchObject({ storage: { size: '500Gi' } });
  expect(message).toContain('500 in use');
  // More than a new Database may have: it is not made smaller.
  const large = reconciled(labels, '2Ti');
  expect(large.message).toContain('storageGB');
  expect(large.claim.objects.get('cluster')?.['spec']).toMatchObject({ storage: { size: '2048Gi' } });
  for (const label of Object.keys(labels)) {
    const { [label]: _, ...others } = labels;
    expect(reconciled(others).claim.objects.size, `without ${label}`).toBe(0);
    expect(reconciled(others).message).toContain('the labels of this claim');
  }
});
