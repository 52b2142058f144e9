/** What an environment grants a database beside its size. */
import type { PlannerContext, WithSections } from 'planesmith/authoring';
import type { database } from '../../apis/database.ts';
import type { Environment } from '../environment/index.ts';
import { platformTeam } from '../grants/limits.ts';

type Context = PlannerContext<typeof database, WithSections<Environment, 'postgres'>>;

/**
 * The major version to run: what is asked for, else what runs, else the environment's default; never an older one than runs. An
 * existing claim keeps one that is withdrawn later, whether it named it or not, and is told.
 */
export function grantVersion({ spec, environment: { postgres }, recorded, refuse }: Context) {
  const { version = recorded.version ?? postgres.defaultVersion } = spec;
  if (recorded.version !== undefined && Number(version) < Number(recorded.version)) {
    const why = `${version} is older than the ${recorded.version} in use`;
    return refuse('spec.version', why, platformTeam, recorded.version);
  }
  if (postgres.versions.includes(version)) return version;
  const offered = postgres.versions.join(', ');
  return refuse('spec.version', `${version} is not offered here, only ${offered}`, platformTeam, recorded.version);
}
