/** CredentialStore in a namespace whose name another team had before: people put values into the store, and these outlive the namespace. */
import type { KubernetesObject } from 'planesmith/testing';
import { describe, expect, test } from 'vitest';
import { platform } from '../../cases/platform.ts';
import { facts, type Loose } from '../../fixtures.ts';
import { textOf } from '../../pages/page.ts';
import { PlayedClaim } from '../../played/claim.ts';

const spec = { secrets: { payment: { keys: ['api-key'] }, partner: { keys: ['token'], from: 'written' } } };
const [first, second] = ['0b5e1c6e-8f0d-4d7a-9a3e-5b1f0c2d3e4f', '7c9a4d2b-1e3f-4a5b-8c6d-9e0f1a2b3c4d'];

/** The claim's namespace, as a claim made it or an administrator. */
const namespace = (uid: string, maker?: { readonly apiVersion: string; readonly kind: string }): KubernetesObject => {
  const ownerReferences = maker && [{ ...maker, name: 'team', uid: 'm-1', controller: true }];
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'team-a', uid, ...(ownerReferences && { ownerReferences }) },
  };
};
const devNamespace = { apiVersion: `${platform.group}/v1alpha1`, kind: 'DevNamespace' };

interface Place {
  readonly target: string;
  readonly home?: KubernetesObject | undefined;
  readonly deletion?: string;
}

function claimIn({ target, home, deletion = 'delete' }: Place): PlayedClaim {
  const claim = new PlayedClaim({
    kind: 'CredentialStore',
    target,
    environment: { ...facts(), deletion },
    spec,
    name: 'checkout',
    others: home === undefined ? [] : [home],
  });
  claim.settle();
  return claim;
}
const pathsOf = (claim: PlayedClaim) =>
  Object.values((claim.status as Loose)['secrets'] as Record<string, Loose>).map(({ path }) => path as string);

describe.each(['incluster', 'aws', 'gcp', 'azure'])('on %s', (target) => {
  test.each([
    { deletion: 'delete', reason: 'people may have put values there that nobody deleted' },
    { deletion: 'retain', reason: 'a forced deletion leaves them' },
  ])('the entries of an earlier DevNamespace are out of reach ($deletion): $reason', ({ deletion }) => {
    const before = claimIn({ target, deletion, home: namespace(first, devNamespace) });
    const after = claimIn({ target, deletion, home: namespace(second, devNamespace) });
    expect(before.ask().results).toEqual([]);
    expect(pathsOf(after).filter((path) => pathsOf(before).includes(path))).toEqual([]);
    expect(JSON.stringify([...after.objects.values()])).not.toContain(pathsOf(before)[0]);
  });

  test('a claim of the same name finds its retained values again while the namespace stays', () => {
    const home = namespace(first, devNamespace);
    expect(pathsOf(claimIn({ target, deletion: 'retain', home }))).toEqual(
      pathsOf(claimIn({ target, deletion: 'retain', home })),
    );
  });

  test.each([
    { home: undefined, reason: 'Crossplane found none' },
    { home: namespace(first), reason: 'an administrator made it, who gives its name away' },
    {
      home: namespace(first, { apiVersion: 'tenants.example.com/v1', kind: 'Tenant' }),
      reason: 'another tool made it, whose names we do not know',
    },
  ])('in any other namespace a path goes by names alone: $reason', ({ home }) => {
    const again = home && { ...home, metadata: { ...home.metadata, uid: second } };
    expect(pathsOf(claimIn({ target, home }))).toEqual(pathsOf(claimIn({ target, home: again })));
  });

  test.each([
    { lost: false, reason: 'the path is in the status' },
    { lost: true, reason: 'what exists shows the path' },
  ])('a store stays where it is if its namespace is restored from a backup: $reason', ({ lost }) => {
    const others = [namespace(first, devNamespace)];
    const claim = new PlayedClaim({
      kind: 'CredentialStore',
      target,
      environment: { ...facts(), deletion: 'retain' },
      spec,
      name: 'checkout',
      others,
    });
    claim.settle();
    const before = pathsOf(claim);
    others[0] = namespace(second, devNamespace);
    if (lost) claim.status = undefined;
    claim.settle();
    expect(pathsOf(claim)).toEqual(before);
  });
});

test('the policy of docs/secrets.md opens the paths of the namespace, and lists none', () => {
  const page = textOf('docs/secrets.md');
  const rules = [...page.matchAll(/^ *path "(.*)" \{\n *capabilities = \[(.*)\]/gm)];
  expect(rules).toHaveLength(2);
  const [partner] = pathsOf(claimIn({ target: 'incluster', home: namespace(first, devNamespace) }));
  for (const [, path = '', capabilities] of rules) {
    const opened = path.replace(/\{\{.*\}\}/, 'team-a').replace(/^secret\/(data|metadata)\//, '');
    expect(partner?.startsWith(opened.replace(/\*$/, ''))).toBe(true);
    expect(capabilities).not.toContain('list');
  }
});

test('the path of a Secret in the company’s store names the namespace and its uid', () => {
  const [partner] = pathsOf(claimIn({ target: 'incluster', home: namespace(first, devNamespace) }));
  expect(partner).toBe(`dev/team-a/${first}/checkout/partner`);
});
