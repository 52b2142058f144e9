/** Argo CD's comparison by a dry run of the API server (`ServerSideDiff=true`), of claims that Argo CD applied and into which Crossplane wrote. */
import type { AnyApi } from 'planesmith/schema';
import type { KubernetesObject } from 'planesmith/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { platform, synthesisedFor } from '../cases/platform.ts';
import { cells, exampleSpec, facts, readyClaim, usualEnvironment } from '../fixtures.ts';
import type { Client } from './control-plane/client.ts';
import { pathOf } from './control-plane/crds.ts';
import { until } from './control-plane/process.ts';
import { startApiServerAlone } from './control-plane/start.ts';
import { argoBundle, type ArgoBundle } from './health/argo-bundle.ts';
import { askArgo, missingForArgo } from './health/argo.ts';
import { inGit } from './health/in-git.ts';
import { locateTool } from './tools/tools.ts';

type Loose = Readonly<Record<string, unknown>>;

const programs = await Promise.all([locateTool('etcd'), locateTool('kube-apiserver')]);
const missing =
  (await missingForArgo()) ?? programs.map((tool) => ('missing' in tool ? tool.missing : undefined)).find(Boolean);
const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

/** The CRD that Crossplane makes of an API's definition; Crossplane's own fields take anything. */
async function crdOf(api: AnyApi): Promise<KubernetesObject> {
  const { xrd } = await synthesisedFor(api, api.targets[0] ?? '', 'namespaced');
  const { group, names, scope, versions } = xrd['spec'] as {
    readonly group: string;
    readonly names: object;
    readonly scope: string;
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Loose } }[];
  };
  const { spec, status } = versions[0]!.schema.openAPIV3Schema['properties'] as Readonly<Record<string, Loose>>;
  const properties = {
    spec: { ...spec, properties: { ...(spec?.['properties'] as Loose), crossplane: open } },
    status: { ...open, properties: status?.['properties'] },
  };
  const schema = { openAPIV3Schema: { type: 'object', properties } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${api.plural}.${group}` },
    spec: {
      group,
      names,
      scope,
      versions: [{ name: api.version, served: true, storage: true, subresources: { status: {} }, schema }],
    },
  };
}

/** A claim that Argo CD applied, with what Crossplane then wrote into its spec and status: that of its simulation. */
async function live(client: Client, { key, api, kind, target }: (typeof cells)[number]) {
  const git = inGit(key);
  const { name = '', namespace } = git.metadata as { name?: string; namespace?: string };
  const path = pathOf({ ...git, plural: api.plural, namespaced: api.scope === 'Namespaced' }, namespace, name);
  await client.apply(path, git, 'argocd-controller');
  const { xr } = readyClaim({ kind, target, environment: facts(usualEnvironment(target)), spec: exampleSpec(key) });
  const { crossplane } = xr['spec'] as { crossplane?: object };
  const chosen = { compositionRef: { name: `${api.plural}-${target}` }, compositionUpdatePolicy: 'Automatic' };
  await client.patch(path, { spec: { crossplane: { ...crossplane, ...chosen } } });
  await client.patch(`${path}/status`, { status: xr['status'] });
  return { key, kind, git, object: (await client.get(path))! };
}

describe.skipIf(missing !== undefined)(
  `Argo CD, of an API server${missing === undefined ? '' : `: ${missing}`}`,
  () => {
    let server: Awaited<ReturnType<typeof startApiServerAlone>>;
    let bundle: ArgoBundle;
    const firsts = cells.filter(({ key }, index) => cells.findIndex((cell) => cell.key === key) === index);
    const claims: Awaited<ReturnType<typeof live>>[] = [];

    beforeAll(async () => {
      bundle = await argoBundle('namespaced');
      server = await startApiServerAlone();
      const { client } = server;
      await client.create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team-a' } });
      for (const api of Object.values(platform.apis)) {
        const crd = await crdOf(api);
        await client.create(crds, crd);
        const list = pathOf({
          apiVersion: `${platform.group}/${api.version}`,
          kind: api.kind,
          plural: api.plural,
          namespaced: false,
        });
        await until(`${api.kind} to be served`, 60, async () => (await client.answers(list)) || undefined);
      }
      for (const cell of firsts) claims.push(await live(client, cell));
    });
    afterAll(async () => {
      bundle?.remove();
      await server?.stop();
    });

    const ask = (rows: readonly { git: KubernetesObject; object: object }[]) =>
      askArgo(
        rows.map(({ git, object }) => ({ ask: 'diff' as const, git, object, application: bundle.application })),
        { settings: bundle.settings, kubeconfig: server.kubeconfig },
      );

    it('shows no difference to what Git says, although defaults and fields of Crossplane are there', async () => {
      expect(claims.length).toBe(Object.keys(platform.apis).length);
      for (const { object, kind } of claims) expect(Object.keys(object.spec), kind).toContain('crossplane');
      const withDefaults = claims.filter(
        ({ object, git }) => Object.keys(object.spec).length > Object.keys(git['spec'] as Loose).length + 1,
      );
      expect(withDefaults.length).toBeGreaterThan(3);
      const answers = await ask(claims);
      claims.forEach(({ kind }, index) => expect(answers[index], kind).toEqual({}));
    });

    it('shows what somebody changed by hand, and what changes in Git', async () => {
      const cache = claims.find(({ kind }) => kind === 'Cache')!;
      const changed = inGit(cache.key, { ...exampleSpec(cache.key), memoryMB: 512 });
      const [inGitOnly] = await ask([{ ...cache, git: changed }]);
      expect(inGitOnly?.differs).toHaveLength(2);
      const path = pathOf({ ...cache.git, plural: 'caches', namespaced: true }, 'team-a', cache.git.metadata.name);
      const object = await server.client.patch(path, { spec: { memoryMB: 1024 } });
      const [byHand] = await ask([{ ...cache, object }]);
      expect(byHand?.differs).toHaveLength(2);
    });
  },
);
