/** StateStore: the resources of a claim, and the claims that are refused. */
import { withoutSections } from 'planesmith/testing';
import { describe, expect, test } from 'vitest';
import { sectionsOf } from '../../../functions/state-store/backend.ts';
import { claimsOf, conditionOf, facts, type Loose, messagesOf, specOf } from '../../fixtures.ts';
import type { PlayedClaim } from '../../played/claim.ts';

const { claimOn, ready } = claimsOf('StateStore', 'cart', { scopes: ['cart'] });

/** The facts of a cluster whose caches have no authority of their own. */
const plainFacts = () => {
  const { incluster, ...rest } = facts();
  return { ...rest, incluster: { ...incluster, cache: { ...incluster.cache, tls: false } } };
};

/** The messages of the claim's conditions. */
const words = (claim: PlayedClaim) => messagesOf(claim).join();

const settings = (claim: PlayedClaim): Record<string, Loose> =>
  Object.fromEntries((specOf(claim, 'component')['metadata'] as Loose[]).map(({ name, ...rest }) => [name, rest]));

describe.each(['local', 'incluster', 'aws', 'azure'])('on %s', (target) => {
  test.each([
    { spec: {}, type: 'state.postgresql', key: 'database', reason: 'postgres is the default' },
    { spec: { backend: 'postgres' }, type: 'state.postgresql', key: 'database', reason: 'the claim requests it' },
    { spec: { backend: 'redis' }, type: 'state.redis', key: 'cache', reason: 'the claim requests it' },
  ])('$spec is a $type over a $key: $reason', ({ spec, type, key }) => {
    const claim = ready(target, spec, plainFacts());
    expect([...claim.objects.keys()].toSorted()).toEqual([key, 'component'].toSorted());
    expect(specOf(claim, 'component')['type']).toBe(type);
    const secrets = Object.values(settings(claim)).flatMap(
      ({ secretKeyRef }) => (secretKeyRef as Loose | undefined)?.['name'] ?? [],
    );
    expect(new Set(secrets)).toEqual(new Set([specOf(claim, key)['connectionSecret'].name]));
  });

  test('the component is composed once its backend is ready, and only for the named apps', () => {
    const claim = claimOn(target, { scopes: ['shop', 'cart'] });
    claim.reconcile();
    expect(claim.objects.has('component')).toBe(false);
    claim.settle();
    expect(claim.objects.get('component')?.['scopes']).toEqual(['cart', 'shop']);
    expect(claim.objects.get('component')?.metadata.name).toBe('cart-statestore');
  });
});

describe('the backend', () => {
  test('has the size and the deletion of the store', () => {
    const claim = ready('incluster', { size: 'medium', deletion: 'retain' });
    expect(specOf(claim, 'database')).toMatchObject({ size: 'medium', deletion: 'retain' });
  });

  test('the store still retains until its Database no longer does', () => {
    const claim = ready('incluster', { deletion: 'retain' });
    const effective = () => (claim.status?.['effective'] as Loose | undefined)?.['deletion'];
    const database = claim.objects.get('database')!;
    claim.objects.set('database', { ...database, status: { effective: { deletion: 'retain' } } });
    claim.spec = { ...claim.spec, deletion: 'delete' };
    claim.reconcile();
    expect([specOf(claim, 'database')['deletion'], effective()]).toEqual(['delete', 'retain']);
    claim.settle();
    expect(effective()).toBe('delete');
  });

  test.each([
    { target: 'incluster', eviction: 'none', reason: 'state must not be evicted, so writes fail' },
    { target: 'azure', eviction: 'none', reason: 'state must not be evicted there either' },
    { target: 'aws', eviction: 'expiring', reason: 'AWS evicts only keys with a time to live' },
  ])('evicts $eviction on $target: $reason', ({ target, eviction }) => {
    expect(specOf(ready(target, { backend: 'redis' }, plainFacts()), 'cache')['eviction']).toBe(eviction);
  });

  test('does not change, and a claim that requests another one is refused', () => {
    const claim = ready('incluster');
    claim.spec = { ...claim.spec, backend: 'redis' };
    claim.settle();
    expect(claim.objects.has('database')).toBe(true);
    expect(claim.objects.has('cache')).toBe(false);
    expect(words(claim)).toContain('spec.backend: the state is in postgres and does not move');
  });

  test('is named while it is in progress, and quoted only when it reports trouble', () => {
    const claim = claimOn('local');
    claim.reconcile();
    claim.play('database', 'starting');
    expect(conditionOf(claim)?.message).toMatch(
      /database \(Database cart-statestore-database-[0-9a-f]+\) is in progress\./,
    );
    const message = 'Database x is not ready: instance (Instance x) is not ready: "no quota".';
    const provisioned = { type: 'Provisioned', status: 'False', reason: 'NotReady', message };
    const conditions = [{ type: 'Ready', status: 'False' }, provisioned];
    claim.objects.set('database', { ...claim.objects.get('database')!, status: { conditions } });
    expect(conditionOf(claim)?.message).toContain('no quota');
  });
});

test.each(['local', 'incluster', 'gcp'])(
  'on %s redis is refused, because Dapr does not trust the authority of a Cache',
  (target) => {
    const claim = claimOn(target, { backend: 'redis' });
    claim.reconcile();
    expect(claim.objects.size).toBe(0);
    expect(words(claim)).toContain('spec.backend: redis cannot be had here, only postgres');
    expect(words(claim)).toMatch(/Dapr trusts public certificate authorities alone, and a cache here has .* its own/);
    // The platform team cannot change the authority of Google's caches.
    expect(words(claim).includes('ask the platform team')).toBe(target !== 'gcp');
    expect([...ready(target).objects.keys()].toSorted()).toEqual(['component', 'database']);
  },
);

describe('its size', () => {
  const limits = (values: Loose) => ({ ...facts(), limits: { ...facts()['limits'], ...values } });
  const offered =
    'spec.size: large is not offered here, only small, medium; change it in the claim, or ask the platform team';
  const memory =
    'spec.size: large keeps the state in 4096 MiB of memory, which is more than the 1024 allowed here; ' +
    'change it in the claim, or ask the platform team';
  const all = ['small', 'medium', 'large'];

  test.each([
    { spec: { size: 'large' }, environment: facts(), says: offered, reason: 'dev has no large databases' },
    {
      spec: { size: 'large', backend: 'redis' },
      environment: facts(),
      says: offered,
      reason: 'the limit counts for redis too',
    },
    {
      spec: { size: 'large', backend: 'redis' },
      environment: limits({ sizes: all }),
      says: memory,
      reason: 'the limit on memory counts for redis',
    },
  ])('$spec is refused to a new claim with a message on its own fields: $reason', ({ spec, environment, says }) => {
    const claim = claimOn('incluster', spec, environment);
    claim.settle();
    expect(claim.objects.size).toBe(0);
    expect(words(claim)).toContain(says);
    expect(words(claim)).not.toContain('spec.memoryMB');
  });

  test.each([
    { backend: 'postgres', key: 'database', inUse: { size: 'medium' }, lower: { sizes: ['small'] } },
    { backend: 'redis', key: 'cache', inUse: { memoryMB: 1024 }, lower: { sizes: ['small'] } },
    { backend: 'redis', key: 'cache', inUse: { memoryMB: 1024 }, lower: { memoryMB: 512 } },
  ])('does not change over $backend if the claim requests more or the limits fall to $lower', (row) => {
    const claim = ready('incluster', { backend: row.backend, size: 'medium' }, plainFacts());
    claim.spec = { ...claim.spec, size: 'large' };
    claim.settle();
    expect(specOf(claim, row.key)).toMatchObject(row.inUse);
    expect(words(claim)).toContain('spec.size: large is not offered here, only small, medium (medium stays in use)');
    claim.spec = { ...claim.spec, size: 'medium' };
    claim.environment = limits(row.lower);
    claim.settle();
    expect(specOf(claim, row.key)).toMatchObject(row.inUse);
    expect(words(claim)).not.toContain('spec.backend');
    expect(words(claim)).toMatch(/spec\.size: medium .* \(medium stays in use\)/);
    claim.status = {};
    claim.settle();
    expect(specOf(claim, row.key)).toMatchObject(row.inUse);
  });
});

describe('the storage of its Database', () => {
  const within = (storageGB: number) => ({ ...facts(), limits: { ...facts()['limits'], storageGB } });

  test('is within the limit of the environment, because the claim has no field for it', () => {
    expect(specOf(ready('incluster', {}, within(5)), 'database')['storageGB']).toBe(5);
    expect(specOf(ready('incluster', {}, within(50)), 'database')['storageGB']).toBe(10);
  });

  test('does not change if the limits fall, and the store reports that', () => {
    const claim = ready('incluster');
    for (const status of [claim.status, {}]) {
      claim.status = status;
      claim.environment = within(5);
      claim.settle();
      expect(specOf(claim, 'database')['storageGB']).toBe(10);
      expect(words(claim)).toContain(
        'the Database that keeps the state has 10 GiB, which is more than the 5 allowed here',
      );
      expect(words(claim)).not.toContain('spec.storageGB');
    }
  });
});

test('a refused Database has no storage that its store must keep', () => {
  const claim = claimOn('incluster', {}, { ...facts(), limits: { ...facts()['limits'], storageGB: 5 } });
  claim.settle();
  const { status: _, spec, ...database } = claim.objects.get('database') as Loose;
  claim.objects.set('database', { ...database, spec: { ...spec, storageGB: 10 } } as never);
  claim.status = {};
  claim.reconcile();
  expect(specOf(claim, 'database')['storageGB']).toBe(5);
});

describe('an environment without a section for the backend', () => {
  const targets = ['local', 'incluster', 'aws', 'gcp', 'azure'] as const;
  const cases = targets.flatMap((target) =>
    (['postgres', 'redis'] as const)
      .filter((backend) => backend === 'postgres' || target !== 'gcp')
      .flatMap((backend) => sectionsOf(target)[backend].map((section) => ({ target, backend, section }))),
  );

  test.each(cases)('stops a new store only: $backend on $target needs $section', ({ target, backend, section }) => {
    const existing = ready(target, { backend }, plainFacts());
    const before = existing.fingerprint();
    existing.environment = withoutSections(plainFacts(), [section]);
    const capable = claimOn(target, { backend }, existing.environment)
      .ask()
      .conditions.find(({ type }) => type === 'PlatformCapable');
    expect(capable?.message).toContain(`has no usable data.${section}`);
    expect(capable?.message).toContain('the platform team must complete it');
    expect(existing.ask().results).toEqual([]);
    existing.settle();
    expect(existing.fingerprint()).toBe(before);
  });

  test.each(cases)(
    'with a mistake in $section stops $backend on $target, but no store that does not need it',
    (row) => {
      const { target, backend, section } = row;
      const [head = '', below] = section.split('.');
      const plain: Loose = plainFacts();
      const mistaken = below === undefined ? 'a mistake' : { ...plain[head], [below]: 'a mistake' };
      const environment = { ...plain, [head]: mistaken };
      expect(stoppedBy(claimOn(target, { backend }, environment))).toContain(`data.${section}`);
      const other = backend === 'postgres' ? 'redis' : 'postgres';
      const isOwn = sectionsOf(target)[other].some((need) => need === section || need.startsWith(`${section}.`));
      // The target reads incluster.cache for both backends, because it decides whether redis is possible.
      if (isOwn || section === 'incluster.cache' || (target === 'gcp' && other === 'redis')) return;
      expect(stoppedBy(claimOn(target, { backend: other }, environment))).toBe('');
    },
  );

  const stoppedBy = (claim: PlayedClaim) =>
    claim
      .ask()
      .results.map(({ message }) => message)
      .join();
});

test('the store serves actors only if the claim requests them', () => {
  expect(settings(ready('incluster'))['actorStateStore']).toEqual({ value: 'false' });
  expect(settings(ready('incluster', { actors: true }))['actorStateStore']).toEqual({ value: 'true' });
});
