/** Argo CD's own code on what `planesmith gitops build` writes: what it shows as out of sync, what a project may have, and the order of waves. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Flavour, flavours } from 'planesmith/schema';
import type { KubernetesObject } from 'planesmith/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { platform } from '../cases/platform.ts';
import { cells, exampleSpec } from '../fixtures.ts';
import { marked } from '../health/crossplane.ts';
import { found, states } from '../health/states.ts';
import { root } from '../pages/page.ts';
import { type ArgoBundle, argoBundle, objectsIn } from './health/argo-bundle.ts';
import { askArgo, missingForArgo } from './health/argo.ts';
import { inGit } from './health/in-git.ts';
import { locateTool } from './tools/tools.ts';

type Spec = Readonly<Record<string, unknown>>;

const kubectl = await locateTool('kubectl');
const missing = (await missingForArgo()) ?? ('missing' in kubectl ? kubectl.missing : undefined);
const [environment] = objectsIn(join(root, 'examples/environments/prod.yaml'));
const packageConditions = [
  { type: 'Installed', status: 'True', reason: 'ActivePackageRevision' },
  { type: 'Healthy', status: 'True', reason: 'HealthyPackageRevision' },
];
const bundles = new Map<Flavour, ArgoBundle>();

beforeAll(async () => {
  if (missing !== undefined) return;
  for (const flavour of flavours) bundles.set(flavour, await argoBundle(flavour));
});
afterAll(() => bundles.forEach(({ remove }) => remove()));

/** The object in the cluster as the API server has it after Argo CD applied it. */
function stored(live: KubernetesObject, git: KubernetesObject): KubernetesObject {
  const { name, namespace, annotations } = git.metadata as { name: string; namespace?: string; annotations: object };
  const metadata = { uid: 'u-1', resourceVersion: '7', creationTimestamp: '2026-01-01T00:00:00Z', ...live.metadata };
  return {
    ...live,
    metadata: {
      ...metadata,
      name,
      ...(namespace && { namespace }),
      annotations: { ...(live.metadata as { annotations?: object }).annotations, ...annotations },
      finalizers: ['finalizer.apiextensions.crossplane.io'],
    } as KubernetesObject['metadata'],
  };
}

/** The claims in Git with what they are in the cluster, in every state in which they still ask for what the example asks for. */
function pairs(flavour: Flavour, isWanted: (state: string) => boolean) {
  return states
    .filter(({ name }) => isWanted(name) && !/\brefused\b/.test(name))
    .flatMap((state) =>
      cells.flatMap((cell) => {
        const git = inGit(cell.key);
        return found(state, { ...cell, flavour })
          .filter(({ object }) => object.kind === cell.kind)
          .map(({ object }) => ({ ...cell, state: state.name, git, object: stored(object, git) }));
      }),
    );
}

/** Another value of the same type. */
function other(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (Array.isArray(value)) return [...value, ...value];
  if (typeof value === 'object' && value !== null) return { ...value, another: 'one' };
  return `${String(value)}x`;
}

function diffs(
  flavour: Flavour,
  rows: readonly { object: KubernetesObject; git: KubernetesObject }[],
  application = bundles.get(flavour)!.application,
) {
  const { settings } = bundles.get(flavour)!;
  return askArgo(
    rows.map(({ object, git }) => ({ ask: 'diff' as const, object, git, application })),
    { settings },
  );
}

describe.skipIf(missing !== undefined)(`Argo CD${missing === undefined ? '' : `: ${missing}`}`, () => {
  describe.each(flavours)('on claims in the flavour %s', (flavour) => {
    it('shows no difference, in any state, to what Git says', async () => {
      const rows = pairs(flavour, () => true);
      const answers = await diffs(flavour, rows);
      expect(rows.length).toBeGreaterThan(500);
      rows.forEach(({ kind, target, state }, index) => {
        expect(answers[index], `${kind} on ${target}: ${state}`).toEqual({});
      });
    });

    it('shows every change of a field, in Git or by hand', async () => {
      const rows = pairs(flavour, (state) => state === 'ready').flatMap(({ key, object, git }) =>
        Object.entries(exampleSpec(key)).flatMap(([field, value]) => [
          { field, object, git: inGit(key, { ...exampleSpec(key), [field]: other(value) }) },
          { field, git, object: { ...object, spec: { ...(object['spec'] as Spec), [field]: other(value) } } },
        ]),
      );
      const answers = await diffs(flavour, rows);
      expect(rows.length).toBeGreaterThan(100);
      // What is added by hand below a field that Git has is left, as every default is.
      rows.forEach(({ field, git, object }, index) => {
        const isAddedByHand = typeof (git['spec'] as Spec)[field] === 'object' && index % 2 === 1;
        if (!isAddedByHand) expect(answers[index]?.differs, `${object.kind} ${field}`).toHaveLength(2);
      });
    });

    it('leaves alone what an administrator chose for Crossplane, whatever Git says, and only since the Application tells it', async () => {
      const withChoice = (object: KubernetesObject, isClustered: boolean, policy: string) => {
        const chosen = { compositionUpdatePolicy: policy };
        const spec = flavour === 'claims' && !isClustered ? chosen : { crossplane: chosen };
        return { ...object, spec: { ...(object['spec'] as Spec), ...spec } };
      };
      const rows = pairs(flavour, (state) => state === 'ready').map(({ api, git, object }) => ({
        git: withChoice(git, api.scope === 'Cluster', 'Manual'),
        object: withChoice(object, api.scope === 'Cluster', 'Automatic'),
      }));
      expect((await diffs(flavour, rows)).filter((answer) => Object.keys(answer).length > 0)).toEqual([]);
      const { application } = bundles.get(flavour)!;
      const untold = { ...application, spec: { ...(application['spec'] as Spec), ignoreDifferences: [] } };
      expect((await diffs(flavour, rows, untold)).filter(({ differs }) => differs === undefined)).toEqual([]);
    });

    it('has the catalogue alone in the project of an application, and hides what providers note of themselves', async () => {
      const { application, projects, settings } = bundles.get(flavour)!;
      const project = projects.find(({ metadata }) => metadata.name === 'shop-prod')!;
      const { namespace } = (application['spec'] as { destination: { namespace: string } }).destination;
      const inTeam = { name: 'one', namespace };
      const asked = [
        ...Object.entries(platform.apis).map(([key, { scope }]) => {
          const { metadata, ...claim } = inGit(key);
          const place = scope === 'Cluster' ? {} : { namespace };
          return { object: { ...claim, metadata: { ...metadata, ...place } }, allowed: scope !== 'Cluster' };
        }),
        { object: { apiVersion: 'v1', kind: 'Secret', metadata: inTeam }, allowed: false },
        { object: { apiVersion: 'pkg.crossplane.io/v1', kind: 'Provider', metadata: { name: 'one' } }, allowed: false },
        { object: { ...inGit('cache'), metadata: { name: 'one', namespace: 'team-b' } }, allowed: false },
      ];
      const usages = ['ProviderConfigUsage', 'ClusterProviderConfigUsage'].map((kind) => ({
        object: { apiVersion: 'sql.m.crossplane.io/v1alpha1', kind, metadata: inTeam },
      }));
      const questions = [...asked, ...usages].map(({ object }) => ({
        ask: 'project' as const,
        object,
        project,
        application,
      }));
      const answers = await askArgo(questions, { settings });
      asked.forEach(({ object, allowed }, index) => {
        expect(answers[index], object.kind).toEqual({ allowed, shown: true });
      });
      expect(answers.slice(asked.length).map(({ shown }) => shown)).toEqual([false, false]);
    });
  });

  describe('on the packages of a version', () => {
    const folder = join(root, 'examples/gitops/versions/0.1.0/packages/incluster-namespaced');
    const packages = objectsIn(join(folder, 'packages.yaml'));
    // The schema of core v2.4.0 gives these (apis/pkg/v1/interfaces.go, PackageSpec).
    const defaults = {
      ignoreCrossplaneConstraints: false,
      packagePullPolicy: 'IfNotPresent',
      revisionActivationPolicy: 'Automatic',
      revisionHistoryLimit: 1,
      skipDependencyResolution: false,
    };
    const live = (git: KubernetesObject) =>
      stored(marked({ ...git, spec: { ...defaults, ...(git['spec'] as Spec) } }, ...packageConditions), git);

    it('shows no difference once they are installed, and every other version', async () => {
      const same = packages.map((git) => ({ git, object: live(git) }));
      const moved = packages.map((git) => ({
        git: { ...git, spec: { package: 'registry.example.org/other:v1' } },
        object: live(git),
      }));
      expect(packages.length).toBeGreaterThan(0);
      expect((await diffs('namespaced', same)).filter((answer) => Object.keys(answer).length > 0)).toEqual([]);
      expect((await diffs('namespaced', moved)).filter(({ differs }) => differs === undefined)).toEqual([]);
    });

    it('are applied after what they need', async () => {
      const version = join(root, 'examples/gitops/versions/0.1.0');
      const wavesOf = async (path: string) => {
        const { stdout } = await promisify(execFile)(
          'path' in kubectl ? kubectl.path : '',
          ['kustomize', join(version, path)],
          {
            maxBuffer: 64 << 20,
          },
        );
        const objects = parseAllDocuments(stdout).map((document) => document.toJS() as KubernetesObject);
        const answers = await askArgo(objects.map((object) => ({ ask: 'wave' as const, object })));
        return [...new Set(answers.map(({ wave }) => wave))];
      };
      const [facts] = await askArgo([{ ask: 'wave', object: environment }]);
      const waves = [await wavesOf('install/incluster'), await wavesOf('packages/incluster-namespaced'), [facts?.wave]];
      expect(waves).toEqual([[-20], [-10], [0]]);
    });
  });
});
