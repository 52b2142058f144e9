import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { File } from '../../files.ts';
import { checkComposed } from '../../models/check/check-composed.ts';
import type { JsonSchema } from '../../models/json-schema.ts';
import { readYaml } from '../../yaml/index.ts';
import { type Fleet, readFleet } from '../fleet/index.ts';
import { argoHealth, fluxHealthCheck } from '../health/index.ts';
import { madeApp, madeCluster, madeSource, madeVersion, withFiles } from '../testing/made-fleet.ts';
import { gitopsFiles } from './bundle.ts';

const prod = {
  environment: 'prod',
  target: 'aws',
  flavour: 'claims',
  version: '0.2.0',
  server: 'https://prod.acme.example:6443',
  facts: 'facts/prod/environment.yaml',
};
const usual: readonly File[] = [
  madeSource,
  madeCluster('dev'),
  madeCluster('prod', prod),
  madeApp('shop'),
  madeApp('lab', {
    repository: 'oci://registry.acme.example/lab',
    revision: 'stable',
    environments: '[dev]',
    clusterScoped: 'true',
    showComposed: 'true',
  }),
  { path: 'facts/prod/environment.yaml', content: '' },
  ...madeVersion('0.1.0'),
  ...madeVersion('0.2.0'),
];

interface Made {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: object;
  readonly data?: Readonly<Record<string, string>>;
}

/** Calls `use` with what a build makes of the files: the objects in a file of it. */
function withBuilt<T>(
  files: readonly File[],
  use: (objectsIn: (path: string) => readonly Made[], fleet: Fleet) => T,
): Promise<T> {
  return withFiles(files, async (folder) => {
    const fleet = await readFleet(folder);
    const built = gitopsFiles(fleet);
    const objectsIn = (path: string): readonly Made[] => {
      const text = built.find((file) => file.path === path)?.content as string;
      return readYaml(text).documents.map((document) => ('value' in document ? document.value : undefined) as Made);
    };
    return use(objectsIn, fleet);
  });
}

const named = (objects: readonly Made[], kind: string, name: string) =>
  objects.find((object) => object.kind === kind && object.metadata.name === name);

function schemaOf(kind: string): JsonSchema {
  return JSON.parse(
    readFileSync(join(import.meta.dirname, '../testing/schemas', `${kind}.json`), 'utf8'),
  ) as JsonSchema;
}

describe('what a cluster of a fleet is given', () => {
  const kinds = ['AppProject', 'Application', 'ApplicationSet', 'GitRepository', 'Kustomization', 'OCIRepository'];
  it.each(kinds)('is valid by the schema of %s, without an unknown field', (kind) =>
    withBuilt(usual, (objectsIn, { clusters }) => {
      const all = clusters.flatMap(({ name }) =>
        ['argocd/projects', 'argocd/applications', 'flux/sources', 'flux/kustomizations'].flatMap((path) =>
          objectsIn(`${name}/${path}.yaml`),
        ),
      );
      const own = all.filter((object) => object.kind === kind);
      expect(own.length).toBeGreaterThan(0);
      expect(own.flatMap((object) => checkComposed(schemaOf(kind), object))).toEqual([]);
      expect(all.filter((object) => !kinds.includes(object.kind))).toEqual([]);
    }),
  );

  it('is of the same bytes each time', () =>
    withFiles(usual, async (folder) => {
      expect(gitopsFiles(await readFleet(folder))).toEqual(gitopsFiles(await readFleet(folder)));
    }));

  it('is a folder for each cluster, also for one that is asked for alone', () =>
    withFiles(usual, async (folder) => {
      const fleet = await readFleet(folder);
      const folders = (files: readonly File[]) => [...new Set(files.map(({ path }) => path.split('/')[0]))];
      expect(folders(gitopsFiles(fleet))).toEqual(['dev', 'prod']);
      expect(folders(gitopsFiles(fleet, 'prod'))).toEqual(['prod']);
      expect(() => gitopsFiles(fleet, 'qa')).toThrow('has no cluster qa');
      const hint = expect.stringMatching(/clusters\/<cluster>\.yaml: a cluster is `\{ name: /);
      expect(() => gitopsFiles({ ...fleet, clusters: [] })).toThrow(expect.objectContaining({ hint }));
    }));
});

describe('for Argo CD', () => {
  it('the pointer alone selects the version: the ApplicationSet reads it in the file of the cluster', () =>
    withBuilt(usual, (objectsIn) => {
      const [repoURL, targetRevision] = ['https://git.acme.example/operations.git', 'main'];
      const set = named(objectsIn('prod/argocd/applications.yaml'), 'ApplicationSet', 'acme-prod');
      expect(set?.spec).toMatchObject({
        generators: [{ git: { repoURL, revision: 'main', files: [{ path: 'gitops/clusters/prod.yaml' }] } }],
        syncPolicy: { applicationsSync: 'create-update', preserveResourcesOnDeletion: true },
        template: {
          spec: {
            sources: [
              { repoURL, targetRevision, path: 'gitops/versions/{{.version}}/install/aws' },
              { repoURL, targetRevision, path: 'gitops/versions/{{.version}}/packages/aws-claims' },
              { repoURL, targetRevision, path: 'gitops/facts/prod', directory: { include: 'environment.yaml' } },
            ],
            destination: { server: 'https://prod.acme.example:6443' },
          },
        },
      });
      expect(JSON.stringify(set)).not.toContain('0.2.0');
    }));

  it('a fleet in a registry has the version in its Application', () => {
    const source = {
      path: 'fleet.yaml',
      content: 'repository: oci://registry.acme.example/operations\nrevision: live\n',
    };
    return withBuilt([source, ...usual.slice(1)], (objectsIn) => {
      const all = objectsIn('prod/argocd/applications.yaml');
      expect(named(all, 'Application', 'acme-prod')?.spec).toMatchObject({
        sources: [{ path: 'versions/0.2.0/install/aws', targetRevision: 'live' }, {}, {}],
      });
      expect(all.map(({ kind }) => kind)).not.toContain('ApplicationSet');
    });
  });

  it('each diff is made by the API server, and what Crossplane writes is neither shown nor undone', () =>
    withBuilt(usual, (objectsIn) => {
      const serverSide = { 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true' };
      const [dev, prodClaims] = [
        named(objectsIn('dev/argocd/applications.yaml'), 'Application', 'shop-dev'),
        named(objectsIn('prod/argocd/applications.yaml'), 'Application', 'shop-prod'),
      ];
      expect(dev?.metadata).toMatchObject({ annotations: serverSide });
      expect(dev?.spec).toMatchObject({
        ignoreDifferences: ['Fence', 'Store', 'Yard'].map((kind) => ({
          group: 'platform.acme.example',
          kind,
          jsonPointers: ['/spec/crossplane'],
        })),
        syncPolicy: { syncOptions: expect.arrayContaining(['RespectIgnoreDifferences=true', 'ServerSideApply=true']) },
      });
      const written = ['/spec/compositionRef', '/spec/compositionRevisionRef', '/spec/resourceRef'];
      expect(prodClaims?.spec).toMatchObject({
        ignoreDifferences: [
          { kind: 'Fence', jsonPointers: expect.arrayContaining(written) },
          { kind: 'Store', jsonPointers: expect.arrayContaining(written) },
          { kind: 'Yard', jsonPointers: ['/spec/crossplane'] },
        ],
      });
      const set = named(objectsIn('dev/argocd/applications.yaml'), 'ApplicationSet', 'acme-dev');
      expect(set?.spec).toMatchObject({ template: { metadata: { annotations: serverSide } } });
    }));

  it('claims wait for their kinds, and a person confirms before one is pruned', () =>
    withBuilt(usual, (objectsIn) => {
      expect(named(objectsIn('dev/argocd/applications.yaml'), 'Application', 'shop-dev')?.spec).toMatchObject({
        source: { repoURL: 'https://git.acme.example/shop.git', targetRevision: 'main', path: 'environments/dev' },
        destination: { namespace: 'team-a' },
        syncPolicy: {
          retry: { limit: 10 },
          syncOptions: expect.arrayContaining(['SkipDryRunOnMissingResource=true', 'Prune=confirm', 'Delete=confirm']),
        },
      });
    }));

  it('the settings have a health for each kind, also for the XR behind a claim, and no wildcard', () =>
    withBuilt(usual, (objectsIn) => {
      const [settings] = objectsIn('prod/argocd/settings.yaml');
      const data = settings?.data ?? {};
      const group = 'platform.acme.example';
      const health = Object.keys(data).filter((key) => key.startsWith('resource.customizations.health.'));
      expect(health.map((key) => key.slice('resource.customizations.health.'.length))).toEqual([
        'pkg.crossplane.io_Configuration',
        'pkg.crossplane.io_Function',
        'pkg.crossplane.io_Provider',
        ...['Fence', 'Store', 'XFence', 'XStore', 'Yard'].map((kind) => `${group}_${kind}`),
      ]);
      expect(data[`resource.customizations.health.${group}_Store`]).toBe(
        argoHealth({ group, version: 'v1alpha1', kind: 'Store' }),
      );
    }));

  it('the settings track objects by annotation, and leave out the usages that providers write', () =>
    withBuilt(usual, (objectsIn) => {
      const [settings] = objectsIn('dev/argocd/settings.yaml');
      expect(settings?.data?.['application.resourceTrackingMethod']).toBe('annotation');
      expect(settings?.data?.['resource.exclusions']).toContain('ProviderConfigUsage');
    }));

  it('the platform may have the kinds of its bundle alone', () =>
    withBuilt(usual, (objectsIn) => {
      expect(named(objectsIn('prod/argocd/projects.yaml'), 'AppProject', 'acme-prod')?.spec).toMatchObject({
        sourceRepos: ['https://git.acme.example/operations.git'],
        clusterResourceWhitelist: [
          { group: 'apiextensions.crossplane.io', kind: 'EnvironmentConfig' },
          { group: 'pkg.crossplane.io', kind: 'Configuration' },
          { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' },
        ],
        namespaceResourceWhitelist: [{ group: 'policy', kind: 'PodDisruptionBudget' }],
      });
    }));

  it('a repository of an application may have the catalogue alone, in its namespace', () =>
    withBuilt(usual, (objectsIn) => {
      const group = 'platform.acme.example';
      expect(named(objectsIn('dev/argocd/projects.yaml'), 'AppProject', 'shop-dev')?.spec).toMatchObject({
        sourceRepos: ['https://git.acme.example/shop.git'],
        destinations: [{ server: 'https://kubernetes.default.svc', namespace: 'team-a' }],
        clusterResourceWhitelist: [],
        namespaceResourceWhitelist: [
          { group, kind: 'Fence' },
          { group, kind: 'Store' },
        ],
      });
    }));

  it('an application may have claims that are in no namespace, and a view of what claims become, if its file says so', () =>
    withBuilt([...usual, madeApp('yards', { clusterScoped: 'true', showComposed: 'true' })], (objectsIn) => {
      expect(named(objectsIn('prod/argocd/projects.yaml'), 'AppProject', 'yards-prod')?.spec).toMatchObject({
        clusterResourceWhitelist: [{ group: 'platform.acme.example', kind: 'Yard' }],
        namespaceResourceWhitelist: [{ group: 'ec2.example.org', kind: 'SecurityGroup' }, {}, {}],
      });
    }));
});

describe('for Flux', () => {
  it('packages wait for what they need, facts for packages, and claims for all of it', () =>
    withBuilt(usual, (objectsIn) => {
      const all = objectsIn('prod/flux/kustomizations.yaml');
      const from = { sourceRef: { kind: 'GitRepository', name: 'acme-fleet' }, wait: true };
      expect(all.map(({ metadata, spec }) => ({ name: metadata.name, ...spec }))).toMatchObject([
        { name: 'acme-install', path: './gitops/versions/0.2.0/install/aws', ...from },
        {
          name: 'acme-packages',
          path: './gitops/versions/0.2.0/packages/aws-claims',
          ...from,
          dependsOn: [{ name: 'acme-install' }],
        },
        { name: 'acme-facts', path: './gitops/facts/prod', ...from, dependsOn: [{ name: 'acme-packages' }] },
        {
          name: 'shop',
          path: './environments/prod',
          targetNamespace: 'team-a',
          wait: true,
          dependsOn: [{ name: 'acme-facts' }],
        },
      ]);
    }));

  it('claims are judged by our expressions, one for all versions of a kind since Flux refuses a second, and not by their mere presence', () =>
    withBuilt(usual, (objectsIn) => {
      const { spec } = named(objectsIn('dev/flux/kustomizations.yaml'), 'Kustomization', 'shop') ?? {};
      const group = 'platform.acme.example';
      expect(spec).toMatchObject({
        healthCheckExprs: [
          fluxHealthCheck({ group, version: 'v1alpha1', kind: 'Fence' }),
          fluxHealthCheck({ group, version: 'v1alpha1', kind: 'Store' }),
          fluxHealthCheck({ group, version: 'v1alpha1', kind: 'Yard' }),
        ],
      });
    }));

  it('claims that hold data stay if their file goes', () =>
    withBuilt(usual, (objectsIn) => {
      const { spec } = named(objectsIn('dev/flux/kustomizations.yaml'), 'Kustomization', 'shop') ?? {};
      const { patches } = spec as { patches: readonly { target: { kind: string }; patch: string }[] };
      expect(patches.map(({ target }) => target.kind)).toEqual(['Store', 'Yard']);
      expect(patches.map(({ patch }) => JSON.parse(patch) as object)).toMatchObject([
        { kind: 'Store', metadata: { annotations: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' } } },
        { kind: 'Yard', metadata: { annotations: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' } } },
      ]);
    }));

  it('acts for an application as an account that may have the catalogue alone, and in no namespace only if its file says so', () =>
    withBuilt(usual, (objectsIn) => {
      const rights = objectsIn('dev/flux/rights.yaml');
      const kustomizations = objectsIn('dev/flux/kustomizations.yaml');
      for (const name of ['shop', 'lab']) {
        expect(named(rights, 'ServiceAccount', name)?.metadata).toEqual({ name, namespace: 'flux-system' });
        expect(named(kustomizations, 'Kustomization', name)?.spec).toMatchObject({ serviceAccountName: name });
      }
      const roles = rights.filter(({ kind }) => kind === 'ClusterRole');
      expect(roles).toMatchObject([
        { rules: [{ apiGroups: ['platform.acme.example'], resources: ['fences', 'stores'] }] },
        { rules: [{ apiGroups: ['platform.acme.example'], resources: ['yards'] }] },
      ]);
      const bindings = rights.filter(({ kind }) => kind === 'ClusterRoleBinding');
      expect(bindings).toMatchObject([
        { roleRef: { name: 'acme-flux-claims' }, subjects: [{ name: 'lab' }, { name: 'shop' }] },
        { roleRef: { name: 'acme-flux-cluster-claims' }, subjects: [{ name: 'lab' }] },
      ]);
    }));

  it('sources are repositories of Git and of OCI artifacts', () =>
    withBuilt(usual, (objectsIn) => {
      expect(objectsIn('dev/flux/sources.yaml')).toMatchObject([
        { kind: 'GitRepository', metadata: { name: 'acme-fleet' }, spec: { ref: { branch: 'main' } } },
        {
          kind: 'OCIRepository',
          metadata: { name: 'lab' },
          spec: { url: 'oci://registry.acme.example/lab', ref: { tag: 'stable' } },
        },
        { kind: 'GitRepository', metadata: { name: 'shop' } },
      ]);
    }));
});

describe('a fleet is refused', () => {
  it.each([
    { reason: 'if it does not say where it is', files: usual.slice(1), says: '/fleet.yaml is missing' },
    {
      reason: 'if two objects of Argo CD would have one name',
      files: [madeCluster('b-c'), madeCluster('c'), madeApp('a'), madeApp('a-b'), madeSource, ...madeVersion('0.1.0')],
      says: 'would both be named a-b-c',
    },
    {
      reason: 'if an application has a name of the platform itself',
      files: [madeApp('acme-fleet'), ...usual],
      says: 'the name acme-fleet is one of the platform',
    },
    {
      reason: 'if an application would act as a controller of Flux, which may do everything',
      files: [madeApp('kustomize-controller'), ...usual],
      says: 'the name kustomize-controller is one of Flux itself',
    },
    {
      reason: 'if the file of an application has an unknown field',
      files: [madeApp('shop', { brunch: 'main' }), ...usual.filter(({ path }) => path !== 'apps/shop.yaml')],
      says: '/apps/shop.yaml:5:1: an application has no field brunch',
    },
    {
      reason: 'if the path of an application leads elsewhere',
      files: [madeApp('out', { path: '../{environment}' }), ...usual],
      says: '/apps/out.yaml:3:7: path: "../{environment}" is no relative path',
    },
    {
      reason: 'if the facts of a cluster lie beside other manifests, which Flux would apply',
      files: [{ path: 'facts/prod/more.yaml', content: '' }, ...usual],
      says: '/facts/prod has more.yaml beside the facts of prod',
    },
  ])('$reason', ({ files, says }) =>
    withFiles(files, async (folder) => {
      const build = async () => gitopsFiles(await readFleet(folder));
      await expect(build()).rejects.toMatchObject({ name: 'UserError', hint: expect.any(String) });
      await expect(build()).rejects.toThrow(says);
    }),
  );
});
