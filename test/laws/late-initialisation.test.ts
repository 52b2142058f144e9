/** docs/decisions/late-initialisation.md: a provider may write the specs of those resources alone whose names it generates. */
import type { KubernetesObject } from 'planesmith/testing';
import { describe, expect, test } from 'vitest';
import { type Loose, readyClaim } from '../fixtures.ts';
import { lateInitialised } from '../played/late-initialisation.ts';
import { optionsIn, serving } from './simulator.ts';

/** The kinds with `IdentifierFromProvider`, or a variant of it, in config/externalname.go of provider-upjet-aws v2.6.0, -azure v2.7.0 and -gcp v3.0.0. */
const namedByProvider = new Set([
  'rds.aws Instance',
  'ec2.aws SecurityGroup',
  'ec2.aws SecurityGroupIngressRule',
  'eks.aws PodIdentityAssociation',
  'iam.aws AccessKey',
  'iam.aws UserPolicyAttachment',
  's3.aws BucketLifecycleConfiguration',
  's3.aws BucketPolicy',
  's3.aws BucketPublicAccessBlock',
  's3.aws BucketServerSideEncryptionConfiguration',
  's3.aws BucketVersioning',
  'secretsmanager.aws Secret',
  'sns.aws TopicSubscription',
  'sqs.aws Queue',
  'sqs.aws QueuePolicy',
  'authorization.azure RoleAssignment',
  'dbforpostgresql.azure FlexibleServerConfiguration',
  'managedidentity.azure UserAssignedIdentity',
  'cloudplatform.gcp ServiceAccountIAMMember',
  'monitoring.gcp AlertPolicy',
  'pubsub.gcp SubscriptionIAMMember',
  'pubsub.gcp TopicIAMMember',
  'secretmanager.gcp SecretIAMMember',
  'storage.gcp BucketIAMMember',
]);

const titleOf = ({ apiVersion, kind }: KubernetesObject) => `${apiVersion.split('.m.upbound.io/')[0]} ${kind}`;
const isOfCloud = ({ apiVersion }: KubernetesObject) => apiVersion.includes('.m.upbound.io/');

const places = serving.filter(({ isFirstOfItsSizes }) => isFirstOfItsSizes);
const settings = { advanced: { maxConnections: 77 } };
const objects = places
  .map(optionsIn)
  .flatMap((options) =>
    options.kind === 'Database' ? [options, { ...options, spec: { ...options.spec, ...settings } }] : options,
  )
  .flatMap((options) => [...readyClaim(options).objects.values()])
  .filter(isOfCloud);
const byTitle = Map.groupBy(objects, titleOf);

describe.each([...byTitle].map(([title, all]) => ({ title, all })))('every $title', ({ title, all }) => {
  test('has a name of the claim, or a provider that may write its spec', () => {
    for (const object of all) {
      const isFilledIn = lateInitialised(object) !== undefined;
      expect(isFilledIn).toBe(namedByProvider.has(title));
      const { annotations = {} } = object.metadata;
      if (!isFilledIn) expect(annotations).toHaveProperty(['crossplane.io/external-name']);
    }
  });
});

test('every kind that a provider names is composed somewhere', () => {
  expect([...namedByProvider].filter((title) => !byTitle.has(title))).toEqual([]);
});

test('what a provider filled in reaches the function, and stays', () => {
  const place = places.find(({ kind, target }) => kind === 'Database' && target === 'aws');
  if (place === undefined) throw new Error('there is no Database on aws');
  const { forProvider } = (readyClaim(optionsIn(place)).objects.get('instance') as Loose)['spec'];
  expect(forProvider).toMatchObject({ licenseModel: 'chosen-by-the-cloud', optionGroupName: 'default:postgres-17' });
  expect(forProvider).not.toHaveProperty('availabilityZone');
});
