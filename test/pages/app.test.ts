/** The example app: it mounts what its claims hand over, and nothing else. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { appClaims } from '../cases/app.ts';
import { renderSituation, situationOf } from '../cases/situation.ts';
import { conditionOf, facts, type Loose, readyClaim } from '../fixtures.ts';

const manifest = (name: string) =>
  parse(readFileSync(new URL(`../../examples/app/${name}.yaml`, import.meta.url), 'utf8')) as Loose;
const deployment = manifest('deployment');
const pod = deployment['spec'].template.spec as Loose;
const container = pod['containers'][0] as Loose;
const reloaded = deployment['metadata'].annotations['secret.reloader.stakater.com/reload'].split(',') as string[];
const keyOf = 'crossplane.io/composition-resource-name';

/** Every Secret of the app's claims once they are ready, with its keys; and every Dapr component. */
function handedOver(environment: string) {
  const secrets = new Map<string, string[]>();
  const components: string[] = [];
  for (const { kind, metadata, spec } of appClaims(environment)) {
    const options = { kind, target: 'incluster', spec: spec as Loose, name: metadata.name ?? '' };
    const claim = readyClaim({ ...options, environment: facts(environment) });
    expect(conditionOf(claim)).toMatchObject({ reason: 'Available' });
    if (claim.secret) secrets.set(`${metadata.name}-${kind.toLowerCase()}`, Object.keys(claim.secret));
    for (const [name, secret] of claim.secrets) secrets.set(name, Object.keys(secret['data'] as object));
    const component = claim.objects.get('component')?.metadata.name;
    if (component !== undefined) components.push(component);
  }
  return { secrets, components };
}

/** The Secrets that the Dapr components of the app read in its own namespace, each with the claim that it is made for. */
async function readByDapr(environment: string, target: string) {
  const read: { secret: string; claim: string }[] = [];
  for (const claim of appClaims(environment)) {
    const moment = { claim, target, environment, flavour: 'namespaced' as const, state: 'settled' as const };
    const { composed } = renderSituation(await situationOf(moment));
    const settings = composed
      .filter(({ kind }) => kind === 'Component')
      .flatMap(({ spec }) => (spec as Loose)['metadata']);
    const names = settings.flatMap(({ secretKeyRef }: Loose) => secretKeyRef?.name ?? []) as string[];
    const own = composed.find(({ metadata }) => metadata.annotations?.[keyOf] === 'connection-secret')?.metadata.name;
    // The Secret of a claim changes with what it is made from.
    read.push(...names.map((name) => ({ secret: own ?? name, claim: claim.kind })));
  }
  return read;
}

describe.each(['local', 'incluster', 'aws', 'gcp', 'azure'])('on %s', (target) => {
  test('the shop restarts when a Secret changes that its sidecar read', async () => {
    const read = await readByDapr('dev', target);
    expect(new Set(read.map(({ claim }) => claim))).toContain('StateStore');
    for (const { secret } of read) expect(reloaded).toContain(secret);
  });
});

test.each(['gcp', 'azure'])('on %s the shop runs as the account that its PubSub reports', async (target) => {
  const claim = appClaims('prod').find(({ kind }) => kind === 'PubSub')!;
  const moment = { claim, target, environment: 'prod', flavour: 'namespaced' as const, state: 'settled' as const };
  const { xr } = renderSituation(await situationOf(moment));
  const { metadata, spec } = manifest('deployment.account');
  expect(spec.template.spec.serviceAccountName).toBe((xr['status'] as Loose)['serviceAccount']);
  expect(spec.template.metadata.labels).toEqual({ 'azure.workload.identity/use': 'true' });
  expect(metadata).toEqual({ name: deployment['metadata'].name, namespace: deployment['metadata'].namespace });
});

describe.each(['dev', 'prod'])('in %s', (environment) => {
  const { secrets, components } = handedOver(environment);

  test('every key that the shop reads is in a Secret of its claims', () => {
    const refs = (container['env'] as Loose[]).flatMap(({ valueFrom }) => valueFrom?.secretKeyRef ?? []) as Loose[];
    expect(refs).toHaveLength(3);
    for (const { name, key } of refs) expect(secrets.get(name), name).toContain(key);
  });

  test('every Secret that the shop mounts is one of its claims’, and restarts it when it changes', async () => {
    const mounted = (pod['volumes'] as Loose[]).map(({ secret }) => secret as Loose);
    for (const { secretName, items = [] } of mounted) {
      for (const { key } of items as Loose[]) expect(secrets.get(secretName), secretName).toContain(key);
      expect(secrets.has(secretName), secretName).toBe(true);
    }
    const behindDapr = new Set((await readByDapr(environment, 'incluster')).map(({ secret }) => secret));
    expect(reloaded.filter((name) => !secrets.has(name) && !behindDapr.has(name))).toEqual([]);
    expect(mounted.map(({ secretName }) => secretName).filter((name) => !reloaded.includes(name))).toEqual([]);
  });

  test('the shop names the components that there are', () => {
    const named = (container['env'] as Loose[]).filter(({ name }) => /^(PUBSUB|STATE_STORE)$/.test(name));
    expect(named.map(({ value }) => value as string).toSorted()).toEqual(components.toSorted());
  });
});
