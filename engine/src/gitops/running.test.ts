/** What a cluster runs beside what Git selects, from the packages in it. */
import { describe, expect, it } from 'vitest';
import type { InstalledPackage } from '../install/cluster.ts';
import type { ReleasedPackage } from '../release/verify/release-yaml.ts';
import type { PublishedVersion } from './fleet/index.ts';
import { runningIn } from './running.ts';

const registry = 'registry.acme.example';
const digestOf = (letter: string) => `sha256:${letter.repeat(64)}`;

function released(kind: ReleasedPackage['kind'], name: string, tag: string, digest: string): ReleasedPackage {
  const common = {
    name,
    kind,
    repository: `${registry}/${name}`,
    tag,
    digest,
    size: 1,
    platforms: [],
    releasable: true,
  };
  return kind === 'Function'
    ? common
    : { ...common, flavour: name.endsWith('-claims') ? 'claims' : 'namespaced', targets: ['aws'], apis: ['fence'] };
}

/** A version of which every digest consists of its letter. */
function published(version: string, letter: string): PublishedVersion {
  const name = `acme-functions-${version.replaceAll('.', '-')}`;
  return {
    version,
    path: `versions/${version}`,
    files: ['packages/aws-namespaced/packages.yaml', 'packages/aws-claims/packages.yaml'],
    release: {
      platform: 'acme',
      version,
      group: 'platform.acme.example',
      packages: [
        ...['acme-aws', 'acme-aws-claims'].map((each) =>
          released('Configuration', each, `v${version}`, digestOf(letter)),
        ),
        released('Function', name, `v${version}`, digestOf(letter)),
      ],
      lock: { models: [] },
      requirements: { crossplane: '>=v2.4.0', kinds: {} },
    },
  };
}

const versions = [published('0.1.0', 'a'), published('0.2.0', 'b')];
const selected = { version: '0.2.0', target: 'aws', flavour: 'namespaced' } as const;

const conditions = (healthy: string, generation: number, message?: string) => [
  { type: 'Installed', status: healthy, observedGeneration: generation, ...(message !== undefined && { message }) },
  { type: 'Healthy', status: healthy, observedGeneration: generation },
];

/** A healthy package of this address, unless something else is said of it. */
function installed(
  kind: string,
  name: string,
  address: string,
  more: Partial<InstalledPackage> = {},
): InstalledPackage {
  const status = { currentIdentifier: address, conditions: conditions('True', 1) };
  return { kind, name, package: address, labels: {}, generation: 1, status, ...more };
}

const configuration = (tag: string, more?: Partial<InstalledPackage>, name = 'acme-aws') =>
  installed('Configuration', name, `${registry}/${name}:${tag}`, more);
const theFunction = (version: string, letter: string) => {
  const name = `acme-functions-${version.replaceAll('.', '-')}`;
  return installed('Function', `acme-${name}`, `${registry}/${name}@${digestOf(letter)}`);
};
const now = configuration(`v0.2.0@${digestOf('b')}`);
const before = configuration(`v0.1.0@${digestOf('a')}`);
const functions = [theFunction('0.1.0', 'a'), theFunction('0.2.0', 'b')];

it('has the version of each package by its digest', () => {
  const others = [
    installed('Provider', 'acme-aws', `${registry}/acme-aws@${digestOf('b')}`),
    installed('Configuration', 'theirs', 'registry.example.org/theirs/acme-aws:v1'),
  ];
  expect(runningIn({ versions }, selected, [now, ...functions, ...others])).toEqual({
    packages: [
      { kind: 'Configuration', name: 'acme-aws', package: now.package, version: '0.2.0' },
      { kind: 'Function', name: 'acme-acme-functions-0-1-0', package: functions[0]?.package, version: '0.1.0' },
      { kind: 'Function', name: 'acme-acme-functions-0-2-0', package: functions[1]?.package, version: '0.2.0' },
    ],
    differences: [],
  });
});

it.each<{ reason: string; packages: readonly InstalledPackage[]; differences: readonly string[] }>([
  {
    reason: 'nothing is installed',
    packages: [],
    differences: ['Configuration acme-aws is not there', 'Function acme-functions-0-2-0 is not there'],
  },
  {
    reason: 'Git has moved, and no controller has applied it',
    packages: [before, ...functions],
    differences: ['Configuration acme-aws runs 0.1.0, not 0.2.0'],
  },
  {
    reason: 'Crossplane cannot pull what a controller has applied',
    packages: [
      { ...now, generation: 2, status: { ...before.status, conditions: conditions('False', 2, 'no such host') } },
      ...functions,
    ],
    differences: ['Configuration acme-aws runs 0.1.0, not 0.2.0: not Installed: no such host'],
  },
  {
    reason: 'Crossplane has not looked at what a controller has applied',
    packages: [{ ...now, generation: 2, status: before.status }, ...functions],
    differences: ['Configuration acme-aws runs 0.1.0, not 0.2.0: Crossplane has not looked at it yet'],
  },
  {
    reason: 'somebody installed a version of their own',
    packages: [configuration(`v0.3.0@${digestOf('c')}`), ...functions],
    differences: [
      `Configuration acme-aws runs ${registry}/acme-aws:v0.3.0@${digestOf('c')}, which is not published here, not 0.2.0`,
    ],
  },
  {
    reason: 'somebody built the same version again',
    packages: [configuration(`v0.2.0@${digestOf('c')}`), ...functions],
    differences: [
      `Configuration acme-aws runs ${registry}/acme-aws:v0.2.0@${digestOf('c')}, which is not published here, not 0.2.0`,
    ],
  },
  {
    reason: 'a tag may be moved',
    packages: [configuration('v0.2.0'), ...functions],
    differences: [
      `Configuration acme-aws runs ${registry}/acme-aws:v0.2.0, which names no digest, so that it may be another package than 0.2.0`,
    ],
  },
  {
    reason: 'the right package does not work',
    packages: [
      configuration(`v0.2.0@${digestOf('b')}`, {
        status: {
          currentIdentifier: now.package,
          conditions: [
            { type: 'Installed', status: 'True' },
            { type: 'Healthy', status: 'False', reason: 'UnhealthyPackageRevision', message: 'no XRD' },
          ],
        },
      }),
      ...functions,
    ],
    differences: ['Configuration acme-aws is not Healthy: UnhealthyPackageRevision: no XRD'],
  },
  {
    reason: 'nothing was ever pulled',
    packages: [configuration(`v0.2.0@${digestOf('b')}`, { status: {} }), ...functions],
    differences: ['Configuration acme-aws has pulled nothing yet: Crossplane has not looked at it yet'],
  },
  {
    reason: 'the Function of the version is missing',
    packages: [now, theFunction('0.1.0', 'a')],
    differences: ['Function acme-functions-0-2-0 is not there'],
  },
  {
    reason: 'the Configuration of the other flavour is there, too',
    packages: [now, configuration(`v0.2.0@${digestOf('b')}`, {}, 'acme-aws-claims'), ...functions],
    differences: ['Configuration acme-aws-claims is there, and Git does not select it'],
  },
])('differs from Git if $reason', ({ packages, differences }) => {
  expect(runningIn({ versions }, selected, packages).differences).toEqual(differences);
});

describe('a Function, which Crossplane pulls by its tag alone', () => {
  /** What `printf '%064d|3' 0 | tr 0 b | sha256sum` begins with, for the digest of 0.2.0, and so on. */
  const revisions = { 'a|3': 'a892f3b4906f', 'b|3': '3c30f239fd97', 'b|1': 'a3e03cebf421' };
  const byTag = (revision: string, generation: number, observedGeneration = generation): InstalledPackage => {
    const address = `${registry}/acme-functions-0-2-0:v0.2.0`;
    const status = {
      currentIdentifier: address,
      currentRevision: `acme-acme-functions-0-2-0-${revision}`,
      conditions: conditions('True', observedGeneration),
    };
    return installed('Function', 'acme-acme-functions-0-2-0', address, { generation, status });
  };
  const unknown = `Function acme-acme-functions-0-2-0 runs ${registry}/acme-functions-0-2-0:v0.2.0, which names no digest, so that it may be another package than 0.2.0`;

  it.each<{ reason: string; found: InstalledPackage; differences: readonly string[] }>([
    { reason: 'its revision is of the published digest', found: byTag(revisions['b|3'], 3), differences: [] },
    { reason: 'its spec was changed since', found: byTag(revisions['b|1'], 3, 1), differences: [] },
    { reason: 'its revision is of another digest', found: byTag(revisions['a|3'], 3), differences: [unknown] },
    { reason: 'its revision is of another generation', found: byTag(revisions['b|1'], 3), differences: [unknown] },
  ])('is known by its revision: $reason', ({ found, differences }) => {
    const running = runningIn({ versions }, selected, [now, found]);
    expect(running.differences).toEqual(differences);
    expect(running.packages[1]?.version).toBe(differences.length === 0 ? '0.2.0' : undefined);
  });
});

it('knows the packages of a mirror by their label and digest', () => {
  const labels = { 'planesmith.dev/platform': 'acme' };
  const mirrored = installed('Configuration', 'acme-aws', `mirror.example.org/x/acme-aws:v0.2.0@${digestOf('b')}`, {
    labels,
  });
  expect(runningIn({ versions }, selected, [mirrored, ...functions])).toMatchObject({
    packages: [{ version: '0.2.0' }, {}, {}],
    differences: [],
  });
});

it('knows them without a label, if the file of the cluster names the mirror', () => {
  const mirror = 'mirror.example.org/x';
  const address = `${mirror}/acme-aws:v0.2.0@${digestOf('b')}`;
  const packages = [installed('Configuration', 'acme-aws', address), ...functions];
  expect(runningIn({ versions }, { ...selected, mirror }, packages).differences).toEqual([]);
  expect(runningIn({ versions }, selected, packages).differences).toEqual(['Configuration acme-aws is not there']);
});
