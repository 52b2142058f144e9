/** Claims of every API at and beyond each limit that an environment can set. */
import type { Loose } from '../fixtures.ts';
import { facts } from '../fixtures.ts';

/** What everybody is told to do about a refusal. */
export const limitRemedy = '; change it in the claim, or ask the platform team';

/** A new claim, and what an environment says to it. */
export interface LimitedClaim {
  /** The basename of its API's files. */
  readonly key: string;
  /** The fields of its spec that are not those of the example. */
  readonly spec: Loose;
  /** The data of the EnvironmentConfig. */
  readonly environment: Loose;
  /** The refusal without its remedy; empty if the claim is accepted. */
  readonly says: string;
}

const dev = facts('dev');
const within = (change: (data: Loose) => void): Loose => {
  const data = facts('dev');
  change(data);
  return data;
};
const narrow = within(({ limits, postgres, namespaces }) => {
  Object.assign(limits, { sizes: ['small'], storageGB: 20, memoryMB: 512 });
  Object.assign(postgres, { versions: ['18'], defaultVersion: '18' });
  Object.assign(namespaces, { quotas: ['S'], ttlDays: 7 });
  delete namespaces.gitops;
  delete namespaces.vcluster;
});
/** One that says nothing of memory, so that the default of the schema counts. */
const silent = within(({ limits }) => delete limits.memoryMB);

const none = '';

/** At least one claim within and one beyond each limit; test/laws/limits.test.ts insists. */
export const limitedClaims: readonly LimitedClaim[] = [
  { key: 'database', spec: { size: 'medium', version: '17', storageGB: 100 }, environment: dev, says: none },
  { key: 'database', spec: { size: 'small', version: '18', storageGB: 20 }, environment: narrow, says: none },
  {
    key: 'database',
    spec: { size: 'large' },
    environment: dev,
    says: 'spec.size: large is not offered here, only small, medium',
  },
  {
    key: 'database',
    spec: { size: 'medium', version: '18', storageGB: 20 },
    environment: narrow,
    says: 'spec.size: medium is not offered here, only small',
  },
  {
    key: 'database',
    spec: { size: 'small', version: '17', storageGB: 20 },
    environment: narrow,
    says: 'spec.version: 17 is not offered here, only 18',
  },
  {
    key: 'database',
    spec: { size: 'small', version: '18', storageGB: 21 },
    environment: narrow,
    says: 'spec.storageGB: 21 is more than the 20 allowed here',
  },
  { key: 'cache', spec: { memoryMB: 512 }, environment: narrow, says: none },
  {
    key: 'cache',
    spec: { memoryMB: 513 },
    environment: narrow,
    says: 'spec.memoryMB: 513 is more than the 512 allowed here',
  },
  { key: 'cache', spec: { memoryMB: 1024 }, environment: silent, says: none },
  {
    key: 'cache',
    spec: { memoryMB: 1025 },
    environment: silent,
    says: 'spec.memoryMB: 1025 is more than the 1024 allowed here',
  },
  { key: 'state-store', spec: { size: 'small', backend: 'postgres' }, environment: narrow, says: none },
  {
    key: 'state-store',
    spec: { size: 'medium', backend: 'postgres' },
    environment: within(({ limits }) => (limits.memoryMB = 512)),
    says: none,
  },
  {
    key: 'state-store',
    spec: { size: 'medium' },
    environment: narrow,
    says: 'spec.size: medium is not offered here, only small',
  },
  {
    key: 'state-store',
    spec: { size: 'medium', backend: 'redis' },
    environment: within(({ limits }) => (limits.memoryMB = 512)),
    says: 'spec.size: medium keeps the state in 1024 MiB of memory, which is more than the 512 allowed here',
  },
  {
    key: 'dev-namespace',
    spec: { quota: 'S', ttl: '7d', gitops: false, isolation: 'namespace' },
    environment: narrow,
    says: none,
  },
  { key: 'dev-namespace', spec: { quota: 'M', ttl: '60d', gitops: true }, environment: dev, says: none },
  {
    key: 'dev-namespace',
    spec: { quota: 'M', ttl: '7d', gitops: false },
    environment: narrow,
    says: 'spec.quota: M is not offered here, only S',
  },
  {
    key: 'dev-namespace',
    spec: { quota: 'S', ttl: '8d', gitops: false },
    environment: narrow,
    says: 'spec.ttl: 8d is more than the 7d allowed here',
  },
  {
    key: 'dev-namespace',
    spec: { quota: 'S', ttl: '7d', gitops: true },
    environment: narrow,
    says: 'spec.gitops: no GitOps controller deploys here',
  },
  {
    key: 'dev-namespace',
    spec: { quota: 'S', ttl: '7d', gitops: false, isolation: 'vcluster' },
    environment: narrow,
    says: 'spec.isolation: no virtual clusters are offered here',
  },
];
