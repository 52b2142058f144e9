/** The schema of the platform's EnvironmentConfig. */
import { applyDefaults, check } from 'planesmith/schema';
import { describe, expect, test } from 'vitest';
import { environment } from '../../functions/environment/index.ts';
import { linksFor } from '../../functions/grants/links.ts';
import { environmentNames, facts, type Loose } from '../fixtures.ts';

const issuesOf = (values: Loose) => check(environment, applyDefaults(environment, values));

describe('an environment', () => {
  test.each(environmentNames)('is accepted if it is the example %s', (name) => {
    expect(issuesOf(facts(name))).toEqual([]);
  });

  test.each<{ reason: string; change: (values: Loose) => Loose }>([
    {
      reason: 'a cluster may offer no databases',
      change: ({ postgres: _, ...values }) => values,
    },
    {
      reason: 'a reserved prefix is harmless elsewhere in a name',
      change: (values) => ({ ...values, name: 'sgp-sg' }),
    },
    {
      reason: 'label names may have this form',
      change: (values) => ({ ...values, tags: { 'Cost.centre_1-a': 'x', b: 'x', ['c'.repeat(63)]: 'x', laws: 'x' } }),
    },
  ])('is accepted: $reason', ({ change }) => {
    expect(issuesOf(change(facts('prod')))).toEqual([]);
  });

  test.each<{ reason: string; path: string; change: (values: Loose) => Loose }>([
    {
      reason: 'production without backups is a broken promise',
      path: 'incluster',
      change: (values) => {
        const { backups: _, ...incluster } = values['incluster'];
        return { ...values, incluster };
      },
    },
    {
      reason: 'a version without an image cannot be run',
      path: 'incluster.postgres.images',
      change: (values) => ({ ...values, postgres: { defaultVersion: '16', versions: ['16', '18'] } }),
    },
    {
      reason: 'every claim with a default that is not offered would be refused',
      path: 'postgres.defaultVersion',
      change: (values) => ({ ...values, postgres: { defaultVersion: '17', versions: ['16'] } }),
    },
    {
      reason: 'a tag without a digest may point to another image later',
      path: 'incluster.postgres.images.17',
      change: (values) => ({
        ...values,
        incluster: {
          ...values['incluster'],
          postgres: {
            ...values['incluster'].postgres,
            images: { ...values['incluster'].postgres.images, 17: 'postgres:17' },
          },
        },
      }),
    },
    {
      reason: 'Google accepts no label that begins with a digit',
      path: 'tags',
      change: (values) => ({ ...values, tags: { '1st': 'x' } }),
    },
    {
      reason: 'Google has lower-case letters only, so one of the two tags would be lost',
      path: 'tags',
      change: (values) => ({ ...values, tags: { Owner: 'x', owner: 'y' } }),
    },
    {
      reason: 'Google has no dots, so one of the two tags would be lost',
      path: 'tags',
      change: (values) => ({ ...values, tags: { 'cost.centre': 'x', cost_centre: 'y' } }),
    },
    {
      reason: 'no client could connect',
      path: 'aws.clients',
      change: (values) => ({ ...values, aws: { ...values['aws'], clients: {} } }),
    },
    {
      reason: 'an alarm can notify topics of its own region only',
      path: 'aws.alarms.topicARN',
      change: (values) => ({
        ...values,
        aws: { ...values['aws'], alarms: { topicARN: 'arn:aws:sns:eu-west-1:111122223333:platform-alarms' } },
      }),
    },
    {
      reason: 'no service of AWS accepts a key of another region',
      path: 'aws.kmsKeyID',
      change: (values) => ({
        ...values,
        aws: { ...values['aws'], kmsKeyID: values['aws'].kmsKeyID.replace('eu-central-1', 'us-east-1') },
      }),
    },
    ...['us-east1', 'europe-west', 'europe', 'global'].map((location) => ({
      reason: `Google accepts no key of ${location} for storage of europe-west3`,
      path: 'gcp.kmsKey',
      change: (values: Loose) => ({
        ...values,
        gcp: { ...values['gcp'], kmsKey: values['gcp'].kmsKey.replace('europe-west3', location) },
      }),
    })),
    {
      reason: 'the network has IPv4 only',
      path: 'aws.clients.cidrs[0]',
      change: (values) => ({ ...values, aws: { ...values['aws'], clients: { cidrs: ['fd00::/8'] } } }),
    },
    {
      reason: 'one subnet covers only one availability zone',
      path: 'aws.subnetIDs',
      change: (values) => ({ ...values, aws: { ...values['aws'], subnetIDs: values['aws'].subnetIDs.slice(0, 1) } }),
    },
    {
      reason: 'the placeholder is unknown',
      path: 'links.logs',
      change: (values) => ({ ...values, links: { logs: 'https://logs.example.org/{pod}' } }),
    },
    {
      reason: 'cloud names begin with it, and must begin with a letter',
      path: 'name',
      change: (values) => ({ ...values, name: '1st' }),
    },
    {
      reason: 'AWS reads such a name as the id of a security group',
      path: 'name',
      change: (values) => ({ ...values, name: 'sg-east' }),
    },
    {
      reason: 'a dash follows in every cloud name',
      path: 'name',
      change: (values) => ({ ...values, name: 'sg' }),
    },
    ...[
      { cloud: 'aws', bucketPrefix: 'sthree', reason: 'AWS reserves such names' },
      { cloud: 'aws', bucketPrefix: 'amzn-s3-demo', reason: 'AWS reserves such names' },
      { cloud: 'gcp', bucketPrefix: 'goods-of-g00gle', reason: 'Google refuses such names' },
      { cloud: 'gcp', bucketPrefix: 'goog', reason: 'Google refuses such names' },
    ].map(({ cloud, bucketPrefix, reason }) => ({
      reason,
      path: `${cloud}.objects.bucketPrefix`,
      change: (values: Loose) => ({ ...values, [cloud]: { ...values[cloud], objects: { bucketPrefix } } }),
    })),
    ...[
      { name: 'cost centre', reason: 'no label has a space in its name' },
      { name: 'example.org/owner', reason: 'the domain may belong to another organisation' },
      { name: 'a'.repeat(64), reason: 'the name of a label has at most 63 characters' },
      { name: '__proto__', reason: 'a name begins with a letter or digit' },
      { name: '', reason: 'the name of a label is not empty' },
      { name: 'AWS-owner', reason: 'AWS reserves such tags' },
    ].map(({ name, reason }) => ({
      reason,
      path: 'tags',
      change: (values: Loose) => ({ ...values, tags: Object.fromEntries([[name, 'x']]) }),
    })),
  ])('is refused at $path: $reason', ({ path, change }) => {
    expect(issuesOf(change(facts('prod'))).map((issue) => issue.path)).toEqual([path]);
  });
});

describe('links', () => {
  const claim = {
    group: 'platform.example.org',
    kind: 'Database',
    name: 'orders',
    namespace: 'a b',
    team: 'a b',
    labels: {},
    annotations: {},
    namespaceUID: undefined,
    createdAt: undefined,
  };

  test('are filled in for a claim, escaped', () => {
    const links = { logs: 'https://logs.example.org/{environment}/{namespace}?q={kind}/{name}' };
    expect(linksFor(claim, { ...(facts('dev') as Parameters<typeof linksFor>[1]), links })).toEqual({
      logs: 'https://logs.example.org/dev/a%20b?q=database/orders',
    });
  });

  test('are absent if the environment has none', () => {
    const { links: _, ...bare } = facts('dev') as Parameters<typeof linksFor>[1];
    expect(linksFor(claim, bare)).toBeUndefined();
  });
});
