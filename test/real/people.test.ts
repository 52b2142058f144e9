/** What people do with the platform, with the roles of the install bundle and no other right. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { flavours } from 'planesmith/schema';
import { hostArchitecture } from 'planesmith/xpkg';
import { afterAll, beforeAll, describe } from 'vitest';
import { example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import { fakeWorld } from '../played/play.ts';
import { journeySteps } from './control-plane/journey.ts';
import { applyEnvironment, type Condition } from './control-plane/claim.ts';
import type { Item } from './control-plane/client.ts';
import { installKinds, neededOn, notPlayed } from './control-plane/crds.ts';
import type { FunctionPod } from './control-plane/function-pod.ts';
import { member } from './control-plane/member.ts';
import { as, type Person } from './control-plane/people.ts';
import { installPlatform } from './control-plane/platform.ts';
import { type PlayedProvider, startPlayedProvider } from './control-plane/played-provider.ts';
import { until } from './control-plane/process.ts';
import { countedKinds } from './control-plane/quota.ts';
import { type ControlPlane, missingForControlPlane, startControlPlane } from './control-plane/start.ts';
import { type Built, builtRelease } from './release.ts';

const target = 'local';
const missing = await missingForControlPlane();

describe.for(flavours)('on a real control plane, with the roles of the install bundle, flavour %s', (flavour) => {
  const pkg = `${platform.name}-${target}${flavour === 'claims' ? '-claims' : ''}`;
  let plane: ControlPlane;
  let built: Built;
  let pod: FunctionPod | undefined;
  let provider: PlayedProvider | undefined;

  beforeAll(async () => {
    if (missing !== undefined) return;
    built = await builtRelease([hostArchitecture()], { restorers: ['velero/velero'] });
    plane = await startControlPlane();
    await installKinds(plane, [], neededOn(target));
    provider = await startPlayedProvider(plane.client, fakeWorld, notPlayed(target));
    provider.reach('ready');
    pod = await installPlatform(plane, { dist: built.dist, pkg, target });
    await applyEnvironment(plane, 'local');
    await countedKinds(plane);
    for (const file of ['roles.yaml', 'policies.yaml'])
      await plane.kubectl('apply', '-f', join(built.dist, 'install', target, file));
    const everything = ['--clusterrole=cluster-admin', '--serviceaccount=flux-system:kustomize-controller'];
    await plane.kubectl('create', 'clusterrolebinding', 'flux', ...everything);
    const namespaces = ['--verb=get,create,patch,update', '--resource=namespaces'];
    await plane.kubectl('create', 'clusterrole', 'hierarchy', ...namespaces);
    const tool = ['--clusterrole=hierarchy', '--serviceaccount=tools:hierarchy'];
    await plane.kubectl('create', 'clusterrolebinding', 'hierarchy', ...tool);
  });
  afterAll(async () => {
    await pod?.stop();
    await provider?.stop().catch(() => undefined);
    await plane?.stop();
    await built?.remove();
  });

  /** One step of the journey. It needs the steps before it, and is skipped if one of them failed. */
  const step = journeySteps({ missing });

  /** Runs kubectl as somebody; rejects with the words that this person reads. */
  const run = async (who: readonly string[], ...args: string[]) =>
    plane.kubectl(...args, ...who).catch(({ stderr }: { stderr: string }) => {
      throw new Error(stderr);
    });
  /** Gives kubectl a manifest as somebody. */
  const put = async (who: readonly string[], verb: string, manifest: object, ...args: string[]) => {
    const file = join(plane.folder, 'manifest.json');
    await writeFile(file, JSON.stringify(manifest));
    return run(who, verb, '-f', file, ...args);
  };
  const by = (person: Person, ...args: string[]) => run(as(person), ...args);

  const workplace = example('dev-namespace.yaml');
  const resource = `devnamespaces.${platform.group}`;
  const name = workplace.metadata.name ?? '';
  /** A member is a person of the company, and so a developer, whom the DevNamespace names. */
  const ada = [`--as=${member}`, '--as-group=platform-developers'];
  let namespace = '';

  /** The account that the platform names as a restorer, and a GitOps controller that has every right in the cluster. */
  const velero = account('velero', 'velero');
  const flux = account('flux-system', 'kustomize-controller');

  step('a team lead gets a DevNamespace for their team, which a developer of the team cannot', async ({ expect }) => {
    await expect(put(as('developer'), 'apply', workplace)).rejects.toThrow(`cannot create resource "devnamespaces"`);
    await until('the policies to be in force', 60, async () => {
      const foreign = { ...workplace, spec: { ...(workplace['spec'] as object), team: 'billing' } };
      const refusal = await put(as('lead'), 'apply', foreign, '--dry-run=server').catch(
        ({ message }: Error) => message,
      );
      expect(refusal).toContain('this is for the team billing to do');
      return true;
    });
    await put(as('lead'), 'apply', workplace);
    await by('lead', 'wait', '--for=condition=Ready', '--timeout=180s', resource, name);
  });

  step('the members see it and claim in it', async ({ expect }) => {
    namespace = await run(ada, 'get', resource, name, '-o', 'jsonpath={.status.namespace}');
    const claim = example('cache.yaml');
    await put(ada, 'apply', { ...claim, metadata: { ...claim.metadata, namespace } });
    await run(ada, 'wait', '--for=condition=Ready', '--timeout=180s', 'cache', '--all', '-n', namespace);
    expect(await run(ada, 'get', platform.name, '-n', namespace)).toContain(`devnamespace.${platform.group}/${name}`);
    expect(await run(ada, 'get', 'secrets', '-n', namespace)).toContain('sessions-cache');
  });

  step(
    'members do not change what it is, and a lead or developer beside them does nothing in it',
    async ({ expect }) => {
      const longer = ['patch', resource, name, '--type=merge', '--patch={"spec":{"ttl":"90d"}}'];
      await expect(run(ada, ...longer)).rejects.toThrow('cannot patch resource "devnamespaces"');
      for (const person of ['developer', 'lead', 'stranger'] as const)
        await expect(by(person, 'get', 'caches', '-n', namespace)).rejects.toThrow('cannot list resource "caches"');
      await by('lead', ...longer, '--dry-run=server');
    },
  );

  step('a viewer sees every claim and what serves it, but no secret value, and changes nothing', async ({ expect }) => {
    expect(await by('viewer', 'get', 'caches', '-A')).toContain('sessions');
    expect(await by('viewer', 'describe', 'cache', 'sessions', '-n', namespace)).toContain('Provisioned');
    expect(await by('viewer', 'get', 'environmentconfigs', platform.name, '-o', 'name')).toContain(platform.name);
    expect(await by('viewer', 'get', 'configurations')).toContain(pkg);
    await expect(by('viewer', 'get', 'secrets', '-n', namespace)).rejects.toThrow('cannot list resource "secrets"');
    await expect(by('viewer', 'delete', 'cache', 'sessions', '-n', namespace)).rejects.toThrow('cannot delete');
  });

  step('an administrator writes the claims of every team and the facts of the cluster', async ({ expect }) => {
    await by('administrator', 'label', 'cache', 'sessions', '-n', namespace, 'stage=try');
    await by('administrator', 'annotate', 'environmentconfig', platform.name, 'reviewed=yes');
    await by('administrator', 'label', resource, name, 'stage=try');
    await expect(by('administrator', 'get', 'secrets', '-n', namespace)).rejects.toThrow('cannot list resource');
    await expect(
      by('administrator', 'create', 'rolebinding', 'me', '--clusterrole=admin', '--user=me', '-n', namespace),
    ).rejects.toThrow('cannot create resource "rolebindings"');
  });

  const noLimit = '{"data":{"namespaces":{"claims":null}}}';
  const teamLabel = `${platform.group}/team`;
  /** The teams of all that the cache is composed of. */
  const teamsOfCache = async () => {
    const its = `app.kubernetes.io/name=cache,app.kubernetes.io/instance=sessions`;
    const kinds = 'dragonflies.dragonflydb.io,networkpolicies,secrets';
    const list = await plane.kubectl('get', kinds, '-n', namespace, '-l', its, '-o', 'json');
    const labels = (JSON.parse(list) as { items: Item[] }).items.map(({ metadata }) => metadata.labels?.[teamLabel]);
    return [...new Set(labels)];
  };
  const provisioned = async (claim: string) => {
    const found = JSON.parse(await run(ada, 'get', 'cache', claim, '-n', namespace, '-o', 'json')) as Item;
    const conditions = (found['status']?.conditions ?? []) as Condition[];
    return conditions.find(({ type }) => type === 'Provisioned');
  };

  step('members get no more claims than the platform team allows in a namespace', async ({ expect }) => {
    const facts = '{"data":{"namespaces":{"claims":{"caches":1}}}}';
    await by('administrator', 'patch', 'environmentconfig', platform.name, '--type=merge', `--patch=${facts}`);
    // Crossplane looks at a claim when it changes, and every hour.
    await by('lead', 'annotate', resource, name, 'seen=limit');
    const more = { ...example('cache.yaml'), metadata: { name: 'more', namespace } };
    const limit = `exceeded quota.*count/caches.${platform.group}=1, used: .*=1, limited: .*=1`;
    await until('the limit to hold', 60, async () => {
      const refusal = await put(ada, 'create', more, '--dry-run=server').catch(({ message }: Error) => message);
      expect(refusal).toMatch(new RegExp(limit));
      return true;
    });
    await by('administrator', 'patch', 'environmentconfig', platform.name, '--type=merge', `--patch=${noLimit}`);
    await by('lead', 'annotate', '--overwrite', resource, name, 'seen=none');
    await until('there to be room again', 60, () => put(ada, 'create', more, '--dry-run=server'));
  });

  step('a member cannot send the bill and the alarms of a claim to another team', async ({ expect }) => {
    const { apiVersion, kind, spec } = example('cache.yaml');
    const foreign = { name: 'foreign', namespace, labels: { team: 'billing' } };
    await put(ada, 'create', { apiVersion, kind, metadata: foreign, spec });
    const words = `metadata.labels.team: the namespace ${namespace} belongs to the team shop, not to billing`;
    await until('the new claim to be refused', 60, async () => {
      expect((await provisioned('foreign'))?.message).toContain(words);
      return true;
    });
    expect(
      await plane.kubectl('get', 'secrets,networkpolicies', '-A', '-l', `${teamLabel}=billing`, '-o', 'name'),
    ).toBe('');
    await run(ada, 'delete', 'cache', 'foreign', '-n', namespace, '--timeout=180s');
    await run(ada, 'label', 'cache', 'sessions', '-n', namespace, 'team=billing');
    await until('the existing claim to be told', 60, async () => {
      expect((await provisioned('sessions'))?.message).toContain(words);
      return true;
    });
    expect(await teamsOfCache()).toEqual(['shop']);
    await run(ada, 'label', 'cache', 'sessions', '-n', namespace, 'team-');
  });

  step('nobody but the platform team says which team a namespace belongs to', async ({ expect }) => {
    const label = (...args: string[]) => ['label', '--overwrite', 'namespace', ...args];
    await expect(run(ada, ...label(namespace, `${teamLabel}=billing`))).rejects.toThrow('cannot patch resource');
    // A tool that may write namespaces, as some have for other labels, and is even in the team.
    const tool = [...account('tools', 'hierarchy'), '--as-group=platform-team-billing'];
    const words = 'only the platform team gives a namespace to the team billing';
    await expect(run(tool, ...label(namespace, `${teamLabel}=billing`))).rejects.toThrow(words);
    await expect(run(tool, ...label(namespace, `${teamLabel}-`))).rejects.toThrow('gives a namespace to no team');
    const made = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'own', labels: { [teamLabel]: 'billing' } } };
    await expect(put(tool, 'create', made)).rejects.toThrow(words);
    await run(tool, ...label(namespace, 'stage=try'));
    await plane.kubectl(...label('default', `${teamLabel}=billing`), '--dry-run=server');
  });

  step('a claim goes with its namespace to another team', async ({ expect }) => {
    const give = async (team: string) => {
      await by('administrator', 'patch', resource, name, '--type=merge', `--patch={"spec":{"team":"${team}"}}`);
      const is = `jsonpath={.metadata.labels.${teamLabel.replaceAll('.', '\\.')}}`;
      await until('the namespace to follow', 60, async () => {
        expect(await plane.kubectl('get', 'namespace', namespace, '-o', is)).toBe(team);
        return true;
      });
      // Crossplane looks at a claim when it changes, and every hour.
      await run(ada, 'annotate', '--overwrite', 'cache', 'sessions', '-n', namespace, `seen=${team}`);
      await until('the claim to follow', 60, async () => {
        expect(await teamsOfCache()).toEqual([team]);
        return true;
      });
    };
    // People take hours for all this. Core counts what changes an XR, and refills one change a second.
    await sleep(40_000);
    await give('billing');
    await give('shop');
  });

  /** In the other flavour a restore is two objects, the claim and its XR; the policies are the same. */
  const restoreStep = flavour === 'namespaced' ? step : () => undefined;
  restoreStep(
    'a backup tool puts a claim back as it was, with its record, and nobody else does',
    async ({ expect }) => {
      const saved = JSON.parse(await run(velero, 'get', 'cache', 'sessions', '-n', namespace, '-o', 'json')) as Item;
      // The file that the developer has, which `kubectl apply` would take.
      const plain = { ...example('cache.yaml'), metadata: { name: 'sessions', namespace } };
      // It would take away spec.crossplane and the finalizers, and the API server quotes one of the two policies. Before it asks them, it
      // refuses a replace that crosses a change of Crossplane's.
      const useOthers = 'change the claim with kubectl apply, patch or edit, not with replace';
      await until('a replace to be refused by a policy', 30, async () => {
        const refusal = await put(ada, 'replace', plain).then(
          () => 'accepted',
          ({ message }: Error) => message,
        );
        expect(refusal).toContain(useOthers);
        return true;
      });
      await run(ada, 'delete', 'cache', 'sessions', '-n', namespace, '--timeout=180s');
      const backup = restoredByVelero(saved);
      // Two policies refuse the finalizers and spec.crossplane, and the API server quotes one of them.
      const { finalizers, ...metadata } = backup.metadata as Item['metadata'] & {
        readonly finalizers?: readonly string[];
      };
      expect(finalizers).not.toEqual([]);
      for (const who of [ada, flux]) {
        await expect(put(who, 'create', backup)).rejects.toThrow('denied request');
        await expect(put(who, 'create', { ...backup, metadata })).rejects.toThrow(
          'leave out spec.crossplane; to restore a backup, use an account that the platform lets restore',
        );
      }
      await put(as('administrator'), 'create', backup, '--dry-run=server');
      await put(velero, 'create', backup);
      // Velero repeats this after a conflict with Crossplane, too.
      const withStatus = { ...backup, status: saved['status'] };
      await until('the status to be restored', 20, () => put(velero, 'replace', withStatus, '--subresource=status'));
      await run(ada, 'wait', '--for=condition=Ready', '--timeout=180s', 'cache', 'sessions', '-n', namespace);
      const now = JSON.parse(await run(ada, 'get', 'cache', 'sessions', '-n', namespace, '-o', 'json')) as Item;
      expect(now['status'].recorded).toEqual(saved['status'].recorded);
      expect(now['spec'].crossplane.compositionRef).toEqual(saved['spec'].crossplane.compositionRef);
      await expect(run(velero, 'delete', 'cache', 'sessions', '-n', namespace)).rejects.toThrow(
        'cannot delete resource',
      );
      const status = ['--subresource=status', '--type=merge', '--patch={"status":{"target":"elsewhere"}}'];
      await expect(run(flux, 'patch', 'cache', 'sessions', '-n', namespace, ...status)).rejects.toThrow(
        'only Crossplane writes a status',
      );
    },
  );

  restoreStep('a backup tool puts back what belongs to any team', async ({ expect }) => {
    const saved = JSON.parse(await run(velero, 'get', resource, name, '-o', 'json')) as Item;
    const backup = { ...restoredByVelero(saved), metadata: { name: 'restored' } };
    await put(velero, 'create', backup, '--dry-run=server');
    await expect(put(as('lead'), 'create', backup, '--dry-run=server')).rejects.toThrow('leave out spec.crossplane');
  });

  step('a team lead ends it', async () => {
    await run(ada, 'delete', 'cache', 'sessions', '-n', namespace, '--timeout=180s');
    // Its count of the claims in it follows a moment later.
    await until('it to be deletable', 60, () => by('lead', 'delete', resource, name, '--timeout=180s'));
  });
});

/** The arguments with which kubectl acts as a ServiceAccount. */
function account(namespace: string, name: string): string[] {
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
  return [`--as=system:serviceaccount:${namespace}:${name}`, ...groups.map((group) => `--as-group=${group}`)];
}

/** The object that Velero creates for a saved one (v1.16.0 pkg/restore/restore.go, resetMetadataAndStatus). */
function restoredByVelero({ apiVersion, kind, metadata, spec }: Item): Item {
  const { name, namespace, labels, annotations, finalizers } = metadata;
  return { apiVersion, kind, metadata: { name, namespace, labels, annotations, finalizers } as Item['metadata'], spec };
}
