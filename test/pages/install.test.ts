/** The page on installing names the files of the install bundle, and what a cluster needs for them. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { minimalClaim } from 'planesmith/testing';
import { parse, parseAllDocuments } from 'yaml';
import { platform } from '../cases/platform.ts';
import { cells, exampleSpec, facts, type Loose, readyClaim, usualEnvironment } from '../fixtures.ts';
import { refusals } from '../played/claim.ts';
import { filledIn } from './filled-in.ts';
import { blocks, commands, planesmith, rows, section, textOf } from './page.ts';

const page = textOf('docs/install.md');
const targets = ['local', 'incluster', 'aws', 'gcp', 'azure'];

let dist: string;
beforeAll(async () => {
  dist = mkdtempSync(join(tmpdir(), 'planesmith-install-'));
  // Without the Function, which is not what this is about and takes longest.
  await planesmith('build', ...platform.packages.flatMap(({ name }) => ['--only', name]), '--out', dist);
});
afterAll(() => rmSync(dist, { recursive: true }));

const bundled = (target: string, file: string) => readFileSync(join(dist, 'install', target, file), 'utf8');

interface Role {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly rules?: readonly { readonly apiGroups: readonly string[] }[];
}

const objects = (target: string, file: string) =>
  parseAllDocuments(bundled(target, file)).map((document) => document.toJS() as Role);

const groupOf = ({ apiVersion }: { readonly apiVersion: string }) => apiVersion.split('/').at(-2) ?? '';

/** What the bundle has besides its rights. */
const othersIn = (target: string) =>
  readdirSync(join(dist, 'install', target))
    .filter((file) => !/^(rbac|operators)\.yaml$/.test(file))
    .flatMap((file) => objects(target, file));

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
}

/** What provider-kubernetes is given to write. */
const manifestsOn = (target: string) =>
  cells
    .filter((cell) => cell.target === target)
    .map(({ key, kind }) =>
      readyClaim({ kind, target, environment: facts(usualEnvironment(target)), spec: exampleSpec(key) }),
    )
    .flatMap(({ objects: made }) => [...made.values()] as Loose[])
    .filter(({ kind }) => kind === 'Object')
    .map(({ spec }) => spec.forProvider.manifest as Manifest);

/** Whether a cell of the page, such as `*.aws.m.upbound.io`, stands for the group. */
const covers = (group: string) => (cell: string) =>
  cell.startsWith('*.') ? group.endsWith(cell.slice(1)) : group === cell;

describe.each(targets)('on %s', (target) => {
  test('its EnvironmentConfig takes the default claim of every API, once it is filled in', () => {
    const { data } = parse(bundled(target, 'environment.yaml')) as Loose;
    const real = facts(usualEnvironment(target));
    // The sample offers the oldest version, of which only this environment has an image.
    real['incluster'].postgres.images = facts('local')['incluster'].postgres.images;
    const environment = filledIn(data, real) as Loose;
    const refused = Object.values(platform.apis)
      .filter((api) => api.targets.includes(target))
      .flatMap((api) => {
        const claim = JSON.stringify(minimalClaim(api, platform, 'orders', undefined));
        const { spec } = JSON.parse(claim.replaceAll('CHANGE-ME', 'example')) as Loose;
        return refusals({ kind: api.kind, target, environment, spec }).map((message) => `${api.kind}: ${message}`);
      });
    expect(refused).toEqual([]);
  });

  test('its EnvironmentConfig invents no name: what only its reader knows is CHANGE-ME, which validate explains', () => {
    expect(bundled(target, 'environment.yaml')).not.toMatch(/\bitem-\d/);
  });

  test('it names every file of the bundle, and no other', () => {
    const [before = ''] = page.split('\n## ');
    const named = rows(before)
      .filter(([, holds = '']) => !holds.includes('only') || holds.includes(`\`${target}\` only`))
      .map(([file = '']) => file.replaceAll('`', ''));
    expect(named.toSorted()).toEqual(readdirSync(join(dist, 'install', target)).toSorted());
  });

  test('it names what serves each API group of the composed kinds, of their manifests and of the bundle', () => {
    const composed = objects(target, 'rbac.yaml')
      .filter(({ metadata }) => /-compose-[\d-]+$/.test(metadata.name))
      .flatMap(({ rules = [] }) => rules.flatMap(({ apiGroups }) => apiGroups));
    const groups = [...composed, ...manifestsOn(target).map(groupOf), ...othersIn(target).map(groupOf)];
    // Kubernetes, Crossplane and the platform itself serve the others; Kyverno has a line of its own.
    const foreign = groups.filter(
      (group) =>
        !/^$|^policy$|\.k8s\.io$|^(protection|apiextensions|pkg)\.crossplane\.io$|^policies\.kyverno\.io$/.test(group),
    );
    const column = 2 + targets.indexOf(target);
    const listed = rows(section(page, '## What must be there before'))
      .filter((cells) => cells[column] === 'yes')
      .map(([group = '']) => group.replaceAll('`', ''));
    expect(foreign.filter((group) => group !== platform.group && !listed.some(covers(group)))).toEqual([]);
    expect(listed.filter((pattern) => !foreign.some((group) => covers(group)(pattern)))).toEqual([]);
  });
});

test('it applies files that are there, with the rights first and the policies after the package', () => {
  const steps = commands(section(page, '## Install by hand'));
  const files = steps.flatMap((step) => /dist\/install\/(\w+)\/(.*)/.exec(step)?.slice(1) ?? []);
  expect(files.filter((_, index) => index % 2 === 1)).toEqual([
    'rbac.yaml',
    'runtime.yaml',
    'environment-policies.yaml',
    'environment.yaml',
    'roles.yaml',
    'policies.yaml',
    'usages.yaml',
    'expiry.yaml',
  ]);
  for (const target of files.filter((_, index) => index % 2 === 0)) expect(target).toBe('aws');
  const at = (word: string) => steps.findIndex((step) => step.includes(word));
  expect(at('rbac.yaml')).toBeLessThan(at('xpkg install'));
  expect(at('xpkg install')).toBeLessThan(at('/policies.yaml'));
});

test('it lets provider-kubernetes write what claims give it, and nothing else', () => {
  const [text = ''] = blocks(section(page, '### Credentials of the providers'), 'yaml');
  const [config, role] = parseAllDocuments(text).map((document) => document.toJS() as Loose);
  expect(config).toMatchObject({ kind: 'ClusterProviderConfig', metadata: { name: 'default' } });
  const written = new Set(manifestsOn('local').map(({ kind }) => `${kind.toLowerCase()}s`));
  expect(role?.['rules'][0].resources).toEqual([...written].toSorted());
  expect(role?.['metadata'].namespace).toBe(facts('local')['incluster'].messages.namespace);
});

test.each(targets)(
  'the bundle of %s activates managed resources that its claims become, and none besides',
  (target) => {
    const [policy] = objects(target, 'activation.yaml') as unknown as { spec: { activate: string[] } }[];
    const composed = objects(target, 'rbac.yaml')
      .filter(({ metadata }) => /-compose-[\d-]+$/.test(metadata.name))
      .flatMap(({ rules = [] }) => rules as unknown as { apiGroups: string[]; resources: string[] }[])
      .flatMap(({ apiGroups, resources }) => resources.map((plural) => `${plural}.${apiGroups[0]}`))
      // The groups of namespaced managed resources; what holds credentials is no managed resource.
      .filter((name) => name.includes('.m.') && !name.startsWith('providerconfigs.'));
    expect(composed.length).toBeGreaterThan(0);
    expect(policy?.spec.activate).toEqual(composed.toSorted());
  },
);

test.each(targets)('the bundle of %s brings a Provider for each of these groups, as the lock pins it', (target) => {
  const [policy] = objects(target, 'activation.yaml') as unknown as { spec: { activate: string[] } }[];
  const groups = new Set(policy!.spec.activate.map((name) => name.slice(name.indexOf('.') + 1)));
  const { providers } = parse(textOf('planesmith.lock.yaml')) as {
    providers: { name: string; image: string; version: string; groups: string[] }[];
  };
  const installed = objects(target, 'providers.yaml') as unknown as Loose[];
  for (const group of groups) {
    const pin = providers.find((each) => each.groups.includes(group))!;
    const provider = installed.find(({ metadata }) => metadata.name === pin.name);
    expect(provider?.['spec'].package).toContain(`${pin.image}:${pin.version}`);
  }
});

test('the kustomization has every file of the bundle but the sample, the other flavour and the list of operators', () => {
  for (const target of targets) {
    const { resources } = parse(bundled(target, 'kustomization.yaml')) as { resources: string[] };
    const others = new Set(['kustomization.yaml', 'environment.yaml', 'package-claims.yaml', 'operators.yaml']);
    const files = readdirSync(join(dist, 'install', target)).filter((file) => !others.has(file));
    expect(resources.toSorted()).toEqual(files.toSorted());
    expect(resources.indexOf('rbac.yaml')).toBeLessThan(resources.indexOf('package.yaml'));
    expect(resources.indexOf('package.yaml')).toBeLessThan(resources.indexOf('policies.yaml'));
  }
});

test('behind a mirror the Function has the settings of the bundle, by an ImageConfig that no file of the bundle has', () => {
  const heading = '## If the registry is private, or the cluster pulls from a mirror';
  const configs = blocks(section(page, heading), 'yaml').flatMap((block) =>
    parseAllDocuments(block).map((document) => document.toJS() as Loose),
  );
  const twin = configs.find(({ spec }) => spec.runtime !== undefined)!;
  const config = objects('aws', 'runtime.yaml').find(({ kind }) => kind === 'ImageConfig') as Loose;
  const { rewriteImage } = configs.find(({ spec }) => spec.rewriteImage !== undefined)!.spec;
  expect(twin.metadata.name).toBe(`${config.metadata.name}-mirror`);
  expect(twin.spec).toEqual({
    ...config.spec,
    matchImages: config.spec.matchImages.map((match: { readonly prefix: string }) => ({
      ...match,
      prefix: match.prefix.replace(platform.registry, rewriteImage.prefix),
    })),
  });
});

test('it deletes the files, the package and the Function that it installs', () => {
  const steps = commands(section(page, '### Uninstall by hand')).join('\n');
  // Providers may have other work, and everything else of a package goes with it.
  const others = new Set(
    ['kustomization', 'package', 'package-claims', 'providers', 'activation', 'operators'].map(
      (name) => `${name}.yaml`,
    ),
  );
  const files = readdirSync(join(dist, 'install/aws')).filter((file) => !others.has(file));
  for (const file of files) expect(steps).toContain(`-f dist/install/aws/${file}`);
  const composition = readFileSync(join(dist, 'manifests/platform-aws/composition-databases-aws.yaml'), 'utf8');
  const { spec } = parse(composition) as { spec: { pipeline: { functionRef: { name: string } }[] } };
  expect(steps).toContain(`function.pkg.crossplane.io ${spec.pipeline[0]?.functionRef.name}\n`);
});

test('it installs a package of this release under its repository and tag', () => {
  const { packages } = parse(readFileSync(join(dist, 'release.yaml'), 'utf8')) as {
    packages: { name: string; repository: string; tag: string }[];
  };
  const aws = packages.find(({ name }) => name === 'platform-aws')!;
  expect(page).toContain(`crossplane xpkg install configuration ${aws.repository}:${aws.tag} ${aws.name}\n`);
  expect(page).toContain(`prefix: ${platform.registry}\n`);
});

test('docs/security.md names the groups and roles that the bundle gives rights to, and no other', () => {
  const bound = [...objects('aws', 'roles.yaml'), ...objects('aws', 'policies.yaml')]
    .filter(({ kind }) => kind === 'ClusterRoleBinding')
    .map(({ metadata }) => metadata.name);
  const named = rows(section(textOf('docs/security.md'), '## Who can do what'))
    .flatMap(([, groups = '']) => [...groups.matchAll(/`(platform-[a-z-]+[a-z])`/g)])
    .map(([, name = '']) => name);
  expect(named.toSorted()).toEqual(bound.toSorted());
  for (const name of bound.filter((name) => name !== 'platform-deployers')) expect(page).toContain(`\`${name}\``);
  const labels = objects('aws', 'rbac.yaml').flatMap(({ metadata }) => Object.keys(metadata.labels ?? {}));
  for (const role of ['edit', 'admin', 'view'])
    expect(labels).toContain(`rbac.authorization.k8s.io/aggregate-to-${role}`);
});

test('docs/security.md names policies that are in the bundle', () => {
  const policies = ['policies.yaml', 'environment-policies.yaml']
    .flatMap((file) => objects('aws', file))
    .filter(({ kind }) => kind === 'ValidatingAdmissionPolicy');
  const names = new Set(
    policies.map(({ metadata }) => metadata.name.replace(/-(namespace|limits)-(?!team$).*/, '-$1-<plural>')),
  );
  const [, text = ''] = textOf('docs/security.md').split('## What guards what');
  const named = [...text.matchAll(/polic(?:y|ies) (`platform-[^|]*)/g)].flatMap(([, list = '']) => [
    ...list.matchAll(/`([^`]+)`/g),
  ]);
  expect(named.length).toBeGreaterThan(5);
  expect(named.map(([, name]) => name).filter((name) => !names.has(name!))).toEqual([]);
});

test('it names everything in dist/', () => {
  const named = rows(section(page, '## What else is in dist/')).map(([path = '']) => path.replaceAll(/[`/]/g, ''));
  // A build with --only has no kit, and nobody has signed it.
  expect(named.toSorted()).toEqual([...readdirSync(dist), 'kit', 'signatures'].toSorted());
});

test('it demands the versions that the bundle needs', () => {
  expect(page).toContain(`Crossplane ${platform.crossplane.replace('>=v', '').replace(/\.0$/, '')} or newer`);
  const [, kyverno] = /Kyverno's \((.*) or newer\)/.exec(textOf('compositions/install/expiry.ts')) ?? [];
  expect(page).toContain(`Kyverno ${kyverno} or newer`);
  expect(bundled('aws', 'policies.yaml')).toContain('system:serviceaccount:crossplane-system:crossplane');
});
