import { describe, expect, it } from 'vitest';
import { emptyLock, unresolved } from '../lock/index.ts';
import type { InstalledPackage } from './cluster.ts';
import { fitted } from './fit.ts';

const image = 'xpkg.example.org/toys/provider-bricks';
const bundle = {
  release: {
    platform: 'toys',
    version: '1.2.3',
    group: 'toys.example.org',
    packages: [],
    lock: {
      ...emptyLock,
      models: [],
      providers: [
        {
          name: 'provider-bricks',
          image,
          version: 'v1',
          digest: unresolved,
          groups: ['bricks.m.example.org'],
        } as const,
      ],
    },
    requirements: {
      crossplane: '>=v2.4.0',
      kinds: { local: [{ apiVersion: 'bricks.m.example.org/v1', kind: 'Wall' }] },
    },
  },
  target: 'local',
  flavour: 'namespaced' as const,
  files: [
    {
      name: 'providers.yaml',
      objects: [
        {
          apiVersion: 'pkg.crossplane.io/v1',
          kind: 'Provider',
          metadata: { name: 'provider-bricks' },
          spec: { package: `${image}:v1` },
        },
      ],
    },
  ],
};
const provider = (name: string, labels = {}): InstalledPackage => ({
  kind: 'Provider',
  name,
  package: 'mirror.example.org/provider-bricks:v0.9',
  labels,
  status: {},
});
const ours = { 'planesmith.dev/platform': 'toys' };

describe('a Provider of the bundle', () => {
  it.each([
    { reason: 'nothing is there', packages: [], isServed: false, left: [] },
    { reason: 'this platform brought it', packages: [provider('provider-bricks', ours)], isServed: true, left: [] },
    {
      reason: 'somebody else brought it, from a mirror and under another name',
      packages: [provider('bricks')],
      isServed: true,
      left: ['is there already as bricks (mirror.example.org/provider-bricks:v0.9)'],
    },
    {
      reason: 'another platform brought it, which would lose its version',
      packages: [provider('provider-bricks', { 'planesmith.dev/platform': 'games' })],
      isServed: true,
      left: ['is there already as provider-bricks (mirror.example.org/provider-bricks:v0.9)'],
    },
    {
      reason: 'its kinds are served, by no Provider',
      packages: [],
      isServed: true,
      left: ['its kinds are served already, by something other than a Provider of Crossplane'],
    },
  ])('is installed, or left to whoever brought it: $reason', ({ packages, isServed, left }) => {
    const serves = ({ kind }: { readonly kind: string }) => kind === 'Provider' || isServed;
    const fit = fitted(bundle, { serves, packages, redirections: [] });
    expect(fit.left.map(({ reason }) => reason)).toEqual(left);
    expect(fit.files.map(({ name }) => name)).toEqual(left.length === 0 ? ['providers.yaml'] : []);
  });
});

describe('a policy of the bundle', () => {
  it.each([
    { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy' },
    { apiVersion: 'policies.kyverno.io/v1', kind: 'ValidatingPolicy' },
  ])('knows Crossplane by the account that it has in the cluster: $kind', (type) => {
    const exempting = (user: string) => ({
      ...type,
      metadata: { name: 'toys-limits' },
      spec: {
        matchConditions: [
          { name: 'not-crossplane', expression: `request.userInfo.username != 'system:serviceaccount:${user}'` },
          { name: 'not-administrator', expression: 'true' },
        ],
      },
    });
    const files = [{ name: 'limits.yaml', objects: [exempting('crossplane-system:crossplane')] }];
    const known = { serves: () => true, packages: [], redirections: [] };
    expect(fitted({ ...bundle, files }, { ...known, account: 'ops/xp' }).files[0]?.objects).toEqual([
      exempting('ops:xp'),
    ]);
    expect(fitted({ ...bundle, files }, known).files).toEqual(files);
  });
});
