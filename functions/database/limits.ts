/** The PostgreSQL version that an environment grants. */
import type { DecisionContext, WithSections } from 'planesmith/authoring';
import type { database } from '../../apis/database.ts';
import type { Environment } from '../environment/index.ts';
import { platformTeam } from 'planesmith/schema';

type Context = DecisionContext<typeof database, WithSections<Environment, 'postgres'>>;

/**
 * The major version to run: that of the claim, else the one in use, else the environment's default; never one older than the one in use.
 * An existing claim keeps a version that the environment or the platform withdraws later, and its condition says so.
 */
export function grantVersion({ spec, environment: { postgres }, recorded, grant, refuse }: Context) {
  const { version = recorded.version ?? postgres.defaultVersion } = spec;
  if (recorded.version !== undefined && Number(version) < Number(recorded.version)) {
    const why = `${version} is older than the ${recorded.version} in use`;
    return refuse({ path: 'spec.version', why, who: platformTeam, keep: recorded.version });
  }
  return grant('version', version, { keep: recorded.version });
}
