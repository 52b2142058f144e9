/** Database: what is decided for a claim, whatever the target. */
import { planner, type PlannerContext } from 'planesmith/authoring';
import { database } from '../../apis/database.ts';
import { environment, type Environment } from '../environment/index.ts';
import { grantGrowth, grantSize } from '../grants/limits.ts';
import { linksFor } from '../grants/links.ts';
import { homeOf } from '../cloud/placement.ts';
import { publicName } from '../cloud/public-name.ts';
import { retains } from '../grants/retention.ts';
import { promisesOf } from '../grants/tiers.ts';
import { identifier } from './identifier.ts';
import { grantVersion } from './limits.ts';
import { settingsOf } from './settings.ts';
import { capacityOf, currentEdition } from './sizes.ts';

type Target = (typeof database)['targets'][number];
type CloudName = PlannerContext<never, never>['cloudName'];

export type DatabasePlan = ReturnType<(typeof plan)['plan']>;

export const plan = planner(database, environment, { needs: ['postgres'] }, (context) => {
  const { claim, spec, environment: env, target, recorded, cloudName, refuse } = context;
  const size = grantSize(context);
  const sizing = recorded.sizing ?? currentEdition;
  const network = recorded.network ?? networkOf(target, env);
  const name = identifier(claim.name, cloudName('database').slice(-8));
  const born = claim.createdAt?.replaceAll(/\D/g, '');

  return {
    ...promisesOf(env),
    engine: spec.engine,
    capacity: capacityOf(size, sizing),
    retain: retains(spec, env),
    settings: settingsOf(spec.advanced),
    links: linksFor(claim, env),
    record: {
      version: grantVersion(context),
      size,
      sizing,
      storageGB: grantGrowth(refuse, {
        path: 'spec.storageGB',
        asked: spec.storageGB,
        most: env.limits.storageGB,
        recorded: recorded.storageGB,
      }),
      ...homeOf(target, env, recorded),
      ...(network !== undefined && { network }),
      identity: recorded.identity ?? identityOf(target, env, cloudName, born),
      database: recorded.database ?? name,
      username: recorded.username ?? name,
      // A database that is made again after deletion must not write into the backups of the one before.
      archive: recorded.archive ?? (born ? `${claim.name}-${born}` : claim.name),
    },
  };
});

/** The network of a target that keeps a server where it was made; on AWS its firewall tells (functions/cloud/aws/network.ts). */
function networkOf(target: Target, { gcp, azure }: Environment): string | undefined {
  return {
    local: undefined,
    incluster: undefined,
    aws: undefined,
    gcp: gcp?.network,
    azure: azure?.postgres?.subnetID,
  }[target];
}

/**
 * The name of the server outside this cluster. Google keeps the name of a deleted one for a week
 * (cloud.google.com/sql/docs/postgres/delete-instance), so a claim made again has another; Azure's are unique among all of its customers.
 */
function identityOf(target: Target, env: Environment, cloudName: CloudName, born: string | undefined): string {
  if (target === 'azure' && env.azure?.postgres) {
    return publicName({ target, prefix: env.azure.postgres.namePrefix, key: 'instance', maxLength: 63, cloudName });
  }
  const behind = target === 'gcp' && born ? `-${born}` : '';
  return `${cloudName('instance', { maxLength: 63 - behind.length })}${behind}`;
}
