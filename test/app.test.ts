/** The example app: it mounts what its claims hand over, and nothing else. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { appClaims } from './cases/app.ts';
import { environmentConfig } from './cases/situation.ts';
import { PlayedClaim } from './played/claim.ts';

type Loose = Record<string, any>;
const deployment = parse(readFileSync(new URL('../examples/app/deployment.yaml', import.meta.url), 'utf8')) as Loose;
const pod = deployment['spec'].template.spec as Loose;
const container = pod['containers'][0] as Loose;

/** Every Secret of the app's claims once they are ready, with its keys; and every Dapr component. */
function handedOver(environment: string) {
  const data = environmentConfig(environment)['data'] as Loose;
  const secrets = new Map<string, string[]>();
  const components: string[] = [];
  for (const { kind, metadata, spec } of appClaims(environment)) {
    const claim = new PlayedClaim({
      kind,
      target: 'incluster',
      environment: data,
      spec: spec as Loose,
      name: metadata.name ?? '',
    });
    claim.settle();
    expect(claim.ask().conditions.find(({ type }) => type === 'Provisioned')).toMatchObject({ reason: 'Available' });
    if (claim.secret) secrets.set(`${metadata.name}-${kind.toLowerCase()}`, Object.keys(claim.secret));
    for (const [name, secret] of claim.secrets) secrets.set(name, Object.keys(secret['data'] as object));
    const component = claim.objects.get('component')?.metadata.name;
    if (component !== undefined) components.push(component);
  }
  return { secrets, components };
}

describe.each(['dev', 'prod'])('in %s', (environment) => {
  const { secrets, components } = handedOver(environment);

  test('every key that the shop reads is in a Secret of its claims', () => {
    const refs = (container['env'] as Loose[]).flatMap(({ valueFrom }) => valueFrom?.secretKeyRef ?? []) as Loose[];
    expect(refs).toHaveLength(3);
    for (const { name, key } of refs) expect(secrets.get(name), name).toContain(key);
  });

  test('every Secret that the shop mounts is one of its claims’, and restarts it when it changes', () => {
    const mounted = (pod['volumes'] as Loose[]).map(({ secret }) => secret as Loose);
    for (const { secretName, items = [] } of mounted) {
      for (const { key } of items as Loose[]) expect(secrets.get(secretName), secretName).toContain(key);
      expect(secrets.has(secretName), secretName).toBe(true);
    }
    const reloaded = deployment['metadata'].annotations['secret.reloader.stakater.com/reload'].split(',') as string[];
    expect(reloaded.filter((name) => !secrets.has(name))).toEqual([]);
    expect(mounted.map(({ secretName }) => secretName).filter((name) => !reloaded.includes(name))).toEqual([]);
  });

  test('the shop names the components that there are', () => {
    const named = (container['env'] as Loose[]).filter(({ name }) => /^(PUBSUB|STATE_STORE)$/.test(name));
    expect(named.map(({ value }) => value as string).toSorted()).toEqual(components.toSorted());
  });
});
