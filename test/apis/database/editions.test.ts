/** Editions of the size table: a database keeps its own, whatever becomes of its status or of the release. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sizes } from '../../../apis/vocabulary.ts';
import { type Capacity, editions, type Table } from '../../../functions/database/sizes.ts';
import { conditionOf, facts, type Loose } from '../../fixtures.ts';
import type { PlayedClaim } from '../../played/claim.ts';
import { at, claimIn, type Place, places } from './fixtures.ts';

/** The table with each size as `change` makes it of the first edition. */
const tableOf = (change: (capacity: Capacity) => Capacity) =>
  Object.fromEntries(sizes.map((size) => [size, change(editions['v1']![size])])) as unknown as Table;

/** Machines of the same names with other settings, and machines that the first edition does not have. */
const next = {
  same: tableOf((capacity) => ({ ...capacity, cpu: '3', maxConnections: capacity.maxConnections * 2 })),
  other: tableOf((capacity) => ({
    cpu: '3',
    memoryMB: capacity.memoryMB * 3,
    maxConnections: capacity.maxConnections * 2,
    instanceClass: `${capacity.instanceClass}n`,
    instanceMemoryGB: capacity.instanceMemoryGB * 3,
    cloudSqlTier: 'db-custom-4-30720',
    flexibleSku: { single: 'GP_Standard_D8ds_v5', standby: 'GP_Standard_D8ds_v5' },
  })),
};

/** A ready database of the second edition. */
function readyOf(place: Place, spec: Loose = {}): PlayedClaim {
  const claim = claimIn(place, spec);
  claim.status = { recorded: { sizing: 'v2' } };
  claim.settle();
  return claim;
}

const desired = (claim: PlayedClaim) => {
  const { results, desired: state } = claim.ask();
  expect(results).toEqual([]);
  return Object.fromEntries(Object.entries(state?.resources ?? {}).map(([key, { resource }]) => [key, resource]));
};
/** The name of the object that shows the size. */
const mainNameOf = (objects: Loose) =>
  ['cluster', 'instance', 'server'].flatMap((key) => objects[key]?.metadata.name ?? [])[0] as string;
const recordedOf = (claim: PlayedClaim) => claim.status?.['recorded'] as Loose;

afterEach(() => {
  delete editions['v2'];
});

describe.each(places)('on $target in $environment', (place) => {
  const offered = facts(place.environment)['limits'].sizes as (typeof sizes)[number][];
  describe.each(['same', 'other'] as const)('with %s machines in a new edition', (machines) => {
    beforeEach(() => {
      editions['v2'] = next[machines];
    });

    test.each(offered)('a %s database keeps its edition if its status is lost', (size) => {
      const claim = readyOf(place, { size });
      const before = desired(claim);
      const { sizing } = recordedOf(claim);
      claim.status = undefined;
      claim.settle();
      expect(recordedOf(claim)).toMatchObject({ sizing, size });
      expect(desired(claim)).toEqual(before);
    });

    test.each([
      { reason: 'its status is there', isLost: false },
      { reason: 'its status is lost too', isLost: true },
    ])('a database goes on under a release without that edition: $reason', ({ isLost }) => {
      const claim = readyOf(place, { size: 'medium', storageGB: 10 });
      const before = desired(claim);
      delete editions['v2'];
      if (isLost) claim.status = undefined;
      expect(desired(claim)).toEqual(before);
      const { reason, message } = conditionOf(claim)!;
      expect(reason).toBe('Refused');
      for (const word of ['spec.size', 'v2', 'medium stays in use', 'the platform team'])
        expect(message).toContain(word);

      claim.spec = { ...claim.spec, storageGB: 20, size: 'small' };
      claim.settle();
      expect(claim.status).toMatchObject({ effective: { size: isLost ? 'small' : 'medium' } });
      expect(recordedOf(claim)).toMatchObject({ sizing: 'v2', storageGB: 20 });
      const after = desired(claim);
      editions['v2'] = next[machines];
      claim.spec = { ...claim.spec, size: 'medium' };
      expect(desired(claim)).toEqual(after);
    });
  });

  test.each(['toString', '__proto__'])(
    'a mark that somebody changed to %s stops no database that lost its status',
    (mark) => {
      const claim = claimIn(place);
      claim.settle();
      const before = desired(claim);
      const main = [...claim.objects.values()].find(({ metadata: { name } }) => name === mainNameOf(before))!;
      (main.metadata as Loose)['annotations'] = { ...main.metadata.annotations, 'platform.example.org/sizing': mark };
      claim.status = undefined;
      expect(claim.ask().results).toEqual([]);
      expect(Object.keys(desired(claim))).toEqual(Object.keys(before));
    },
  );

  test('a database of the first edition has no mark, so that existing objects stay as they are', () => {
    const claim = claimIn(place);
    claim.settle();
    const marks = Object.values(desired(claim)).flatMap((object) =>
      Object.keys((object as { metadata: { annotations?: object } }).metadata.annotations ?? {}),
    );
    expect(marks.filter((name) => name.endsWith('/sizing'))).toEqual([]);
  });
});

test('a database whose server is gone cannot be made again by a release without its edition', () => {
  editions['v2'] = next.other;
  const claim = readyOf({ target: 'local', environment: 'local' });
  expect(at(claim, 'cluster', 'spec.resources.limits.memory')).toBe('1536Mi');
  delete editions['v2'];
  claim.objects.delete('cluster');
  expect(claim.ask().results).toMatchObject([{ severity: 1, message: expect.stringContaining('v2') as string }]);
});
