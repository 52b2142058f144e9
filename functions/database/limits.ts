/** What an environment grants of what a claim asks for. */
import type { PlannerContext, WithSections } from 'planesmith/runtime';
import type { database } from '../../apis/database.ts';
import type { Environment } from '../environment.ts';

type Context = PlannerContext<typeof database, WithSections<Environment, 'postgres'>>;

const platform = 'the platform team';

/** The size to provide. */
export function grantSize({ spec, environment: { limits }, recorded, refuse }: Context) {
  if (limits.sizes.includes(spec.size)) return spec.size;
  return refuse(
    'spec.size',
    `${spec.size} is not offered here, only ${limits.sizes.join(', ')}`,
    platform,
    recorded.size,
  );
}

/** The storage to provide, in GiB: never less than there is. */
export function grantStorage({ spec, environment: { limits }, recorded, refuse }: Context) {
  const { storageGB } = spec;
  if (recorded.storageGB !== undefined && storageGB < recorded.storageGB) {
    return refuse('spec.storageGB', `storage cannot shrink from ${recorded.storageGB}`, platform, recorded.storageGB);
  }
  if (storageGB <= limits.storageGB) return storageGB;
  return refuse(
    'spec.storageGB',
    `${storageGB} is more than the ${limits.storageGB} allowed here`,
    platform,
    recorded.storageGB,
  );
}

/** The major version to run: what is asked for, else what runs, else the environment's default; never an older one than runs. */
export function grantVersion({ spec, environment: { postgres }, recorded, refuse }: Context) {
  const { version = recorded.version ?? postgres.defaultVersion } = spec;
  if (version === recorded.version) return version;
  if (recorded.version !== undefined && Number(version) < Number(recorded.version)) {
    return refuse(
      'spec.version',
      `${version} is older than the ${recorded.version} in use`,
      platform,
      recorded.version,
    );
  }
  if (postgres.versions.includes(version)) return version;
  const offered = postgres.versions.join(', ');
  return refuse('spec.version', `${version} is not offered here, only ${offered}`, platform, recorded.version);
}
