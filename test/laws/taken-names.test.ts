/** The name of a main resource that exists already, on every target of every API. */
import type { KubernetesObject } from 'planesmith/testing';
import { describe, expect, test } from 'vitest';
import { functions } from '../../functions/index.ts';
import { cells, exampleSpec, facts, type Loose, readyClaim, usualEnvironment } from '../fixtures.ts';
import { accountOfAnother, PlayedClaim } from '../played/claim.ts';

/** What differs for a claim that is made again: the environment has other defaults by then. */
const later = (environment: Loose): Loose => ({
  ...environment,
  postgres: { ...environment['postgres'], defaultVersion: '16', versions: ['16'] },
});

describe.each(cells)('a $kind on $target', ({ key, kind, target }) => {
  const environment = facts(usualEnvironment(target));
  const options = { kind, target, environment, spec: exampleSpec(key) };
  const { resources } = Object.values(functions).find(({ planner }) => planner.api.kind === kind)!.targets[
    target as never
  ]!;
  const mainKey = Object.entries(resources as Record<string, { readonly role?: string }>).find(
    ([, { role }]) => role === 'main',
  )?.[0] as string;
  const main = readyClaim(options).objects.get(mainKey) as KubernetesObject;
  const { serviceAccount } = options.spec;
  const accounts = typeof serviceAccount === 'string' ? [accountOfAnother(serviceAccount)] : [];
  const { name = '', namespace, labels, annotations } = main.metadata;
  const place = namespace === undefined ? { name } : { name, namespace };
  const among = (object: KubernetesObject, changed = environment) =>
    new PlayedClaim({ ...options, environment: changed, others: [...accounts, object] });

  test('leaves a foreign object of that name alone, and makes nothing', () => {
    const claim = among({ ...main, metadata: { ...place, uid: 'f-1' }, spec: {} });
    const { desired, results, conditions } = claim.reconcile();
    expect(results).toEqual([]);
    expect(desired?.resources).toEqual({});
    const message = conditions.find(({ reason }) => reason === 'Refused')?.message;
    expect(message).toContain(`there is a ${main.kind} ${name} already`);
  });

  test('takes over the one that an earlier claim left, and changes nothing of it', () => {
    const left = { ...main, metadata: { ...place, labels, annotations } } as KubernetesObject;
    const claim = among(left, later(environment));
    const { desired, results } = claim.reconcile();
    expect(results).toEqual([]);
    const composed = desired?.resources[mainKey]?.resource as unknown as KubernetesObject;
    const before = readyClaim(options).ask().desired?.resources[mainKey]?.resource as unknown as KubernetesObject;
    expect(composed['spec']).toEqual(before['spec']);
    expect(composed.metadata).toMatchObject(place);
  });
});
