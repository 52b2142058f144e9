/** Database: the resources of a claim. */
import { describe, expect, test } from 'vitest';
import { database } from '../../../apis/database.ts';
import { sizes } from '../../../apis/vocabulary.ts';
import { strictIssues } from '../../played/strict.ts';
import { facts } from '../../fixtures.ts';
import { claimIn, places, readyIn } from './fixtures.ts';

describe('a settled database', () => {
  test.each(places.flatMap((place) => sizes.map((size) => ({ ...place, size }))))(
    'of size $size on $target in $environment is ready with a complete Secret, or refused entirely',
    ({ size, ...place }) => {
      const claim = claimIn(place, { size });
      const { response } = claim.settle();
      if (!(facts(place.environment)['limits'].sizes as string[]).includes(size)) {
        expect([...claim.objects.keys()]).toEqual([]);
        return;
      }
      expect(Object.keys(claim.secret ?? {}).toSorted()).toEqual(Object.keys(database.secret).toSorted());
      expect(response.conditions.map(({ type, status }) => [type, status])).toEqual([
        ['PlatformCapable', 2],
        ['Provisioned', 2],
      ]);
      expect(response.results).toEqual([]);
      expect(Object.values(response.desired?.resources ?? {}).map(({ ready }) => ready)).not.toContain(2);
    },
  );

  test.each([
    {
      target: 'local',
      environment: 'local',
      passes: 3,
      reason: 'the Secret follows the cluster, and its name in the status the Secret',
    },
    {
      target: 'incluster',
      environment: 'prod',
      passes: 3,
      reason: 'the Secret follows the cluster, and its name in the status the Secret',
    },
    {
      target: 'aws',
      environment: 'dev',
      passes: 5,
      reason: 'groups, instance, role, membership, database with access',
    },
  ])('on $target takes $passes passes: $reason', ({ passes, ...place }) => {
    expect(claimIn(place).settle().passes).toBe(passes);
  });

  const everything = {
    size: 'small',
    version: '17',
    storageGB: 20,
    deletion: 'retain',
    connectionSecret: { name: 'db', keyAliases: { PGHOST: 'host' } },
    advanced: { maxConnections: 100, statementTimeoutSeconds: 1, workMemoryMB: 8, logStatements: 'mod' },
  };
  test.each(places.flatMap((place) => [{}, everything].map((spec) => ({ ...place, spec }))))(
    'on $target in $environment with $spec has only fields that the real CRDs accept',
    ({ spec, ...place }) => {
      const composed = [...readyIn(place, spec).objects.values()];
      expect(composed.length).toBeGreaterThan(2);
      expect(composed.flatMap((object) => strictIssues(object).map((issue) => [object.kind, issue]))).toEqual([]);
    },
  );

  test('has URIs from which applications can parse the login', () => {
    const { secret = {} } = readyIn({ target: 'aws', environment: 'dev' });
    const uri = new URL(secret['uri'] ?? '');
    expect(decodeURIComponent(uri.username)).toBe(secret['username']);
    expect(decodeURIComponent(uri.password)).toBe(secret['password']);
    expect([uri.hostname, uri.port, uri.pathname]).toEqual([secret['host'], secret['port'], `/${secret['database']}`]);
    const jdbc = new URL((secret['jdbc-uri'] ?? '').replace(/^jdbc:/, ''));
    expect(jdbc.searchParams.get('password')).toBe(secret['password']);
    expect([uri, jdbc].map(({ searchParams }) => searchParams.get('sslmode'))).toEqual(['require', 'require']);
  });
});
