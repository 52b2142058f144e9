/** Database: laws that are true in every sequence of events. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sizes } from '../../../apis/vocabulary.ts';
import { conditionOf, type Loose, facts } from '../../fixtures.ts';
import type { PlayedClaim } from '../../played/claim.ts';
import { at, claimIn, places, readyIn } from './fixtures.ts';

const recordedOf = (claim: PlayedClaim) => claim.status?.['recorded'] as Record<string, unknown>;

describe('resources in any state', () => {
  const steps = fc.array(
    fc.record({ what: fc.constantFrom('reconcile', 'ready', 'starting', 'forget'), which: fc.nat(30) }),
    { maxLength: 40 },
  );
  const spec = fc.record({ size: fc.constantFrom(...sizes), storageGB: fc.integer({ min: 1, max: 100 }) });

  test.each(places)(
    'no resource is dropped, no decision changes and no result is fatal on $target in $environment',
    (place) => {
      fc.assert(
        fc.property(spec, steps, (drawn, script) => {
          const claim = claimIn(place, drawn);
          let recorded: unknown;
          for (const { what, which } of script) {
            const keys = [...claim.objects.keys()];
            const key = keys[which % Math.max(1, keys.length)] ?? '';
            if (what === 'ready' || what === 'starting') claim.play(key, what);
            if (what === 'forget') claim.secrets.clear();
            if (what !== 'reconcile') continue;
            const response = claim.reconcile();
            expect(response.results).toEqual([]);
            expect([...claim.objects.keys()]).toEqual(expect.arrayContaining(keys));
            const now = claim.status?.['recorded'];
            if (recorded !== undefined) expect(now).toEqual(recorded);
            recorded = now;
          }
        }),
        { numRuns: 40 },
      );
    },
  );

  test.each(places)('the claim still becomes ready on $target in $environment', (place) => {
    fc.assert(
      fc.property(steps, (script) => {
        const claim = claimIn(place);
        for (const { what, which } of script) {
          const key = [...claim.objects.keys()][which] ?? '';
          if (what === 'reconcile') claim.reconcile();
          else if (what !== 'forget') claim.play(key, what as 'ready' | 'starting');
        }
        claim.settle();
        expect(conditionOf(claim, 'Provisioned')?.status).toBe(2);
      }),
      { numRuns: 20 },
    );
  });

  test.each(places)('a lost status is recovered from the resources on $target in $environment', (place) => {
    const claim = readyIn(place, { storageGB: 15 }, 'all');
    const before = [...claim.objects];
    const { archive: _, ...recorded } = recordedOf(claim);
    claim.status = undefined;
    claim.createdAt = '2030-01-01T00:00:00Z';
    claim.environment = { ...claim.environment, postgres: { defaultVersion: '16', versions: ['16', '17'] } };
    claim.settle();
    expect([...claim.objects]).toEqual(before);
    // The name of the backups can be recovered only if there are backups; otherwise it is unused.
    expect(recordedOf(claim)).toMatchObject(recorded);
  });
});

describe('a recorded decision', () => {
  const moved = (environment: Loose): Loose => ({
    ...environment,
    name: 'renamed',
    postgres: { defaultVersion: '18', versions: ['18'] },
    ...(environment['incluster'] && {
      incluster: {
        ...environment['incluster'],
        postgres: {
          ...environment['incluster'].postgres,
          images: {
            ...environment['incluster'].postgres.images,
            '18': facts('dev')['incluster'].postgres.images['18'],
          },
        },
      },
    }),
  });

  test.each(places)(
    'does not change with the default version and name of the environment on $target in $environment',
    (place) => {
      const claim = readyIn(place, {}, 'all');
      const before = [...claim.objects];
      const recorded = recordedOf(claim);
      const original = claim.environment;
      claim.environment = moved(original);
      claim.settle();
      expect(claim.status?.['recorded']).toEqual(recorded);
      const rename = (value: unknown) =>
        JSON.parse(
          JSON.stringify(value).replaceAll('"environment":"renamed"', `"environment":"${String(original['name'])}"`),
        ) as unknown;
      expect(rename([...claim.objects])).toEqual(before);
    },
  );

  const vpcID = 'vpc-0123456789abcdef0';
  const subnetIDs = ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'];
  test.each([
    {
      change: { region: 'eu-west-1', vpcID, subnetIDs },
      says: ['eu-central-1', 'eu-west-1', vpcID],
      reason: 'another region',
    },
    { change: { vpcID, subnetIDs }, says: ['vpc-0a1b2c3d4e5f60718', vpcID], reason: 'another network' },
  ])('resources on AWS do not change if the environment names $reason', ({ change, says }) => {
    const move = (claim: PlayedClaim) => {
      claim.environment = { ...facts('dev'), aws: { ...facts('dev')['aws'], ...change } };
      return claim;
    };
    const claim = move(readyIn({ target: 'aws', environment: 'dev' }));
    const lost = move(readyIn({ target: 'aws', environment: 'dev' }));
    lost.status = undefined;
    // Only its firewall still shows its place.
    const begun = move(readyIn({ target: 'aws', environment: 'dev' }));
    begun.status = undefined;
    for (const key of begun.objects.keys()) if (key !== 'firewall') begun.objects.delete(key);
    for (const state of [claim, lost, begun]) {
      const before = state.fingerprint();
      const { results } = state.settle().response;
      expect(results.map(({ severity }) => severity)).toEqual([1]);
      for (const word of [...says, 'stays as it is', 'the platform team']) expect(results[0]?.message).toContain(word);
      expect(state.fingerprint()).toBe(before);
    }
    const elsewhere = readyIn({ target: 'aws', environment: claim.environment });
    expect(at(elsewhere, 'firewall', 'spec.forProvider')).toMatchObject({ vpcId: vpcID });
  });

  test('resources on AWS use a further subnet of their network', () => {
    const claim = readyIn({ target: 'aws', environment: 'dev' });
    const aws = facts('dev')['aws'];
    claim.environment = { ...facts('dev'), aws: { ...aws, subnetIDs: [...aws.subnetIDs, subnetIDs[0]] } };
    expect(claim.settle().response.results).toEqual([]);
    expect(at(claim, 'subnets', 'spec.forProvider.subnetIds')).toContain(subnetIDs[0]);
  });

  test.each(['orders-17', 'v-17-17', '17'])(
    'the backups of %s, which has a version in its name, are found if the status is lost',
    (name) => {
      const claim = readyIn({ target: 'incluster', environment: 'prod' }, { version: '17' }, name);
      const { archive } = recordedOf(claim);
      claim.status = undefined;
      claim.settle();
      expect(recordedOf(claim)['archive']).toBe(archive);
    },
  );

  test('a cloud name does not change if the status is lost and the environment is renamed', () => {
    const claim = readyIn({ target: 'aws', environment: 'dev' });
    const { identity } = recordedOf(claim);
    claim.status = undefined;
    claim.environment = { ...claim.environment, name: 'renamed' };
    claim.settle();
    expect(recordedOf(claim)['identity']).toBe(identity);
  });

  test.each([
    { environment: 'dev', reason: 'created without a key of its own' },
    { environment: 'prod', reason: 'created with a key of its own' },
  ])('keeps its encryption key, which RDS cannot change: $reason', ({ environment }) => {
    const claim = readyIn({ target: 'aws', environment });
    const before = at(claim, 'instance', 'spec');
    const aws = { ...facts(environment)['aws'], kmsKeyID: 'arn:aws:kms:eu-central-1:111122223333:key/another' };
    claim.environment = { ...facts(environment), aws };
    claim.settle();
    expect(at(claim, 'instance', 'spec')).toEqual(before);
    expect(
      at(readyIn({ target: 'aws', environment: claim.environment }), 'instance', 'spec.forProvider.kmsKeyId'),
    ).toBe(aws.kmsKeyID);
  });

  test('an image that is no longer listed stays in use', () => {
    const claim = readyIn({ target: 'incluster', environment: 'dev' }, { version: '16' });
    const image = at(claim, 'cluster', 'spec.imageName');
    const { postgres, ...incluster } = facts('dev')['incluster'];
    claim.environment = {
      ...facts('dev'),
      postgres: { defaultVersion: '18', versions: ['18'] },
      incluster: { ...incluster, postgres: { ...postgres, images: { '18': postgres.images['18'] } } },
    };
    expect(claim.settle().response.results).toEqual([]);
    expect(at(claim, 'cluster', 'spec.imageName')).toBe(image);
  });
});
