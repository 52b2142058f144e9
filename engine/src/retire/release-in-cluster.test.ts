/** What an old release has left in a cluster, who uses it, and what may go. */
import { describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import type { Kubectl } from '../install/kubectl.ts';
import { type ClusterObject, releaseInCluster } from './release-in-cluster.ts';
import { removeParts } from './remove.ts';

const group = 'toys.example.org';
const labels = (version: string, platform = 'toys') => ({
  'planesmith.dev/platform': platform,
  'planesmith.dev/version': version,
});
const dashed = (version: string) => version.replaceAll('.', '-');
const step = (version: string, rights = version) => ({
  step: 'compose',
  functionRef: { name: `toys-functions-${dashed(version)}` },
  input: { apiVersion: 'planesmith.dev/v1alpha1', kind: 'Input' },
  requirements: {
    requiredResources: [
      { requirementName: 'environment', name: 'toys' },
      { requirementName: 'rights', name: `toys-local-compose-${dashed(rights)}` },
    ],
  },
});
const revision = (name: string, version: string, pipeline: readonly object[] = [step(version)], kind = 'Widget') => ({
  apiVersion: 'apiextensions.crossplane.io/v1',
  kind: 'CompositionRevision',
  metadata: { name, labels: labels(version) },
  spec: { compositeTypeRef: { apiVersion: `${group}/v1alpha1`, kind }, pipeline },
});
const composition = (version: string): ClusterObject => ({
  apiVersion: 'apiextensions.crossplane.io/v1',
  kind: 'Composition',
  metadata: { name: 'widgets-local', labels: labels(version) },
});
const named = (kind: string, name: string): ClusterObject => ({ apiVersion: 'any/v1', kind, metadata: { name } });
const parts = (version: string): readonly ClusterObject[] => [
  named('Function', `toys-functions-${dashed(version)}`),
  named('EnvironmentConfig', `toys-local-compose-${dashed(version)}`),
  named('ClusterRole', `toys-local-compose-${dashed(version)}`),
];
const widget = (name: string, revisionName: string, platformVersion: string): ClusterObject => ({
  apiVersion: `${group}/v1beta1`,
  kind: 'Widget',
  metadata: { name, namespace: 'team-a' },
  spec: { crossplane: { compositionRevisionRef: { name: revisionName } } },
  status: { platformVersion },
});

const base = [
  composition('2.0.0'),
  revision('r1', '1.0.0'),
  revision('r2', '2.0.0'),
  ...parts('1.0.0'),
  ...parts('2.0.0'),
];
const removable = [
  'compositionrevisions.apiextensions.crossplane.io r1',
  'functions.pkg.crossplane.io toys-functions-1-0-0',
  'environmentconfigs.apiextensions.crossplane.io toys-local-compose-1-0-0',
  'clusterroles.rbac.authorization.k8s.io toys-local-compose-1-0-0',
];
const found = (objects: readonly ClusterObject[], version = '1.0.0') => {
  const { uses, parts: left } = releaseInCluster(objects, 'toys', version);
  return { uses, parts: left.map(({ resource, name }) => `${resource} ${name}`) };
};

describe('an old release', () => {
  it('has its revisions, its Function and its rights, and nothing of another one', () => {
    expect(found([...base, widget('new', 'r2', '2.0.0'), named('Function', 'function-of-others')])).toEqual({
      uses: [],
      parts: removable,
    });
  });

  it.each<{ reason: string; more: readonly ClusterObject[]; uses: readonly string[] }>([
    {
      reason: 'a claim has its revision, whatever version of its API it has',
      more: [widget('old', 'r1', '2.0.0')],
      uses: ['Widget team-a/old has its revision r1'],
    },
    {
      reason: 'a claim has a new revision, whose Function has not answered yet',
      more: [widget('moving', 'r2', '1.0.0')],
      uses: ['Widget team-a/moving was last answered by it'],
    },
    {
      reason: 'the XR of a claim has its revision',
      more: [
        {
          ...widget('x', 'none', '1.0.0'),
          metadata: { name: 'old-x7k2p' },
          spec: {
            compositionRevisionRef: { name: 'r1' },
            claimRef: { apiVersion: `${group}/v1alpha1`, kind: 'Widget', name: 'old', namespace: 'team-b' },
          },
        },
      ],
      uses: ['Widget team-b/old has its revision r1'],
    },
    {
      reason: 'a cluster-scoped claim has it',
      more: [{ ...widget('wide', 'r1', '1.0.0'), metadata: { name: 'wide' } }],
      uses: ['Widget wide has its revision r1'],
    },
  ])('is in use if $reason', ({ more, uses }) => {
    expect(found([...base, ...more]).uses).toEqual(uses);
  });

  it.each<{ reason: string; more: readonly ClusterObject[] }>([
    {
      reason: 'a kind of others has an object of that name',
      more: [{ ...widget('w', 'r1', '1.0.0'), apiVersion: 'other.example.org/v1' }],
    },
    {
      reason: 'another kind of the group names the same release',
      more: [{ ...widget('w', 'r9', '1.0.0'), kind: 'Gadget' }],
    },
  ])('is not in use because $reason', ({ more }) => {
    expect(found([...base, ...more]).uses).toEqual([]);
  });

  it('leaves a Function and rights that a revision of another release names, too', () => {
    const shared = [
      composition('2.0.0'),
      revision('r1', '1.0.0'),
      revision('r2', '2.0.0', [step('1.0.0')]),
      ...parts('1.0.0'),
    ];
    expect(found(shared).parts).toEqual(removable.slice(0, 1));
  });

  it('leaves Functions of others alone, and names nothing that is gone already', () => {
    const theirs = { step: 'theirs', functionRef: { name: 'function-of-others' } };
    const objects = [
      composition('2.0.0'),
      revision('r1', '1.0.0', [theirs, step('1.0.0')]),
      named('Function', 'function-of-others'),
    ];
    expect(found(objects).parts).toEqual(removable.slice(0, 1));
  });

  it.each([
    {
      version: '2.0.0',
      says: 'toys 2.0.0 is installed: the Composition widgets-local is of it',
      reason: 'it is in use by new claims',
    },
    { version: '3.0.0', says: 'there is no revision of a Composition of toys 3.0.0', reason: 'it was never here' },
  ])('is refused as $version: $reason', ({ version, says }) => {
    const find = () => found(base, version);
    expect(find).toThrow(UserError);
    expect(find).toThrow(says);
  });
});

describe('removing', () => {
  const all = releaseInCluster(base, 'toys', '1.0.0').parts;
  const kubectl =
    (failing: string, calls: string[]): Kubectl =>
    async (args) => {
      calls.push(args.slice(1, 3).join(' '));
      return args.includes(failing)
        ? { code: 1, stdout: '', stderr: 'Error from server: no' }
        : { code: 0, stdout: '', stderr: '' };
    };

  it('goes from the revisions to the rights', async () => {
    const calls: string[] = [];
    const gone: string[] = [];
    await removeParts(kubectl('', calls), all, ({ name }) => gone.push(name));
    expect(calls).toEqual(removable);
    expect(gone).toHaveLength(4);
  });

  it('stops at the first part that stays, and says how far it came', async () => {
    const calls: string[] = [];
    const failed = removeParts(kubectl('toys-functions-1-0-0', calls), all, () => undefined);
    await expect(failed).rejects.toThrow('functions.pkg.crossplane.io toys-functions-1-0-0 was not removed: no');
    await expect(failed).rejects.toMatchObject({ hint: expect.stringContaining('1 of 4 parts are gone') });
    expect(calls).toHaveLength(2);
  });
});
