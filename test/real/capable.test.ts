/**
 * A control plane that lacks one CRD: a claim that needs it says so and makes nothing, and goes on without hands once the CRD is there. The
 * other targets do the same in the simulator (test/laws/capable.test.ts), since two Configurations cannot own one XRD.
 */
import { execFile } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { hostArchitecture } from 'planesmith/xpkg';
import { afterAll, beforeAll, it } from 'vitest';
import { platform } from '../cases/platform.ts';
import { root } from '../pages/page.ts';
import { fakeWorld } from '../played/play.ts';
import * as claims from './control-plane/claim.ts';
import type { Item } from './control-plane/client.ts';
import { installKinds } from './control-plane/crds.ts';
import type { FunctionPod } from './control-plane/function-pod.ts';
import { admitMembers } from './control-plane/member.ts';
import { installPlatform } from './control-plane/platform.ts';
import { type PlayedProvider, startPlayedProvider } from './control-plane/played-provider.ts';
import { until } from './control-plane/process.ts';
import { type ControlPlane, missingForControlPlane, startControlPlane } from './control-plane/start.ts';
import { type Built, builtRelease } from './release.ts';
import { locateTool } from './tools/tools.ts';

const target = 'incluster';
const lacked = 'ScheduledBackup (postgresql.cnpg.io/v1)';
const crdPath = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/scheduledbackups.postgresql.cnpg.io';
const clusters = `/apis/postgresql.cnpg.io/v1/namespaces/${claims.namespace}/clusters`;
const missing = await missingForControlPlane();
let built: Built | undefined;
let plane: ControlPlane;
let pod: FunctionPod | undefined;
let provider: PlayedProvider | undefined;
/** The definition of the kind that is taken away. */
let definition: Item | undefined;

beforeAll(async () => {
  if (missing !== undefined) return;
  built = await builtRelease([hostArchitecture()]);
  plane = await startControlPlane();
  await installKinds(plane);
  const { metadata, spec, ...identity } = (await plane.client.get(crdPath)) as Item;
  definition = { ...identity, metadata: { name: metadata.name }, spec, status: undefined } as unknown as Item;
  await plane.client.remove(crdPath);
  await until('the kind to be gone', 30, async () => (await plane.client.get(crdPath)) === undefined || undefined);
  await claims.createNamespace(plane, claims.namespace);
  await admitMembers(plane.client, claims.namespace);
  provider = await startPlayedProvider(plane.client, fakeWorld, ({ apiVersion, kind }) => {
    return apiVersion === 'v1' || kind === 'ScheduledBackup';
  });
  provider.reach('ready');
  pod = await installPlatform(plane, { dist: built.dist, pkg: `${platform.name}-${target}`, target });
  await claims.applyEnvironment(plane, 'prod');
});
afterAll(async () => {
  await pod?.stop();
  await provider?.stop().catch(() => undefined);
  await plane?.stop();
  await built?.remove();
});

it('names what is missing, and makes nothing', async (context) => {
  if (missing !== undefined) return context.skip(missing);
  const { expect } = context;
  await claims.applyClaim(plane);
  const { PlatformCapable, Provisioned, Ready } = await claims.conditionsOnce(plane, 'told', 30, (conditions) => {
    return conditions['PlatformCapable'] !== undefined && conditions['Ready'] !== undefined;
  });
  expect(PlatformCapable).toMatchObject({ status: 'False', reason: 'KindsMissing' });
  expect(PlatformCapable?.message).toContain(`This cluster lacks ${lacked}, which Database ${claims.name} needs`);
  expect(Provisioned).toMatchObject({ status: 'False', reason: 'EnvironmentIncomplete' });
  expect(Ready?.status).toBe('False');
  expect((await plane.client.get(claims.path))?.['spec'].crossplane.resourceRefs ?? []).toEqual([]);
  expect(await plane.client.list(clusters)).toEqual([]);
});

it('is what preflight says of that cluster, too', async (context) => {
  if (missing !== undefined) return context.skip(missing);
  const { expect } = context;
  const { code, checks } = await preflight();
  expect(code).toBe(1);
  const failed = checks.filter(({ result }) => result === 'fail');
  expect(failed.find(({ name }) => name === 'operator cloudnative-pg')?.found).toBe(`the cluster lacks ${lacked}`);
  const results = Object.fromEntries(checks.map(({ name, result }) => [name, result]));
  expect(results).toMatchObject({
    Kubernetes: 'pass',
    'your rights': 'pass',
    [`registry ${platform.registry}`]: 'pass',
    [`EnvironmentConfig ${platform.name}`]: 'pass',
  });
});

it('goes on by itself once the CRD is there', async (context) => {
  if (missing !== undefined) return context.skip(missing);
  const { expect } = context;
  await plane.client.apply(crdPath, definition as Item);
  const { PlatformCapable } = await claims.conditionsOnce(plane, 'capable', 180, (conditions) => {
    return conditions['PlatformCapable']?.status === 'True';
  });
  expect(PlatformCapable?.reason).toBe('EnvironmentComplete');
  await until('its main resource', 30, async () => (await plane.client.list(clusters)).length > 0 || undefined);
  const { checks } = await preflight();
  expect(checks.find(({ name }) => name === 'operator cloudnative-pg')?.result).toBe('pass');
});

/** Runs the program of this repository on the control plane. */
async function preflight(): Promise<{ code: number; checks: { name: string; result: string; found: string }[] }> {
  const kubectl = await locateTool('kubectl');
  if (!('path' in kubectl)) throw new Error(kubectl.missing);
  const env = { ...process.env, PATH: `${dirname(kubectl.path)}${delimiter}${process.env['PATH']}` };
  const args = ['preflight', '--kubeconfig', plane.kubeconfig, '--target', target, '-o', 'json'];
  const program = join(root, 'engine/bin/planesmith.cjs');
  const { code, stdout, stderr } = await new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [program, ...args], { cwd: root, env, maxBuffer: 16 << 20 }, (error, out, err) => {
      resolve({ code: Number(error?.code ?? 0), stdout: out, stderr: err });
    });
  });
  if (stdout === '') throw new Error(stderr);
  return { code, checks: JSON.parse(stdout) as [] };
}
