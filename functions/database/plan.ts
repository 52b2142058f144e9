/** Database: the decisions for a claim, the same on every target. */
import type { PlanOf } from 'planesmith/authoring';
import { database } from '../../apis/database.ts';
import { planner } from '../bind.ts';
import { grantGrowth } from '../grants/limits.ts';
import { linksFor } from '../grants/links.ts';
import { retains } from '../grants/retention.ts';
import { promisesOf } from '../grants/tiers.ts';
import { creationSuffix } from './creation.ts';
import { identifier } from './identifier.ts';
import { grantVersion } from './limits.ts';
import { settingsOf } from './settings.ts';
import { type Capacity, capacityOf, type SizeTable, sizeTable } from './sizes.ts';
import { keepSize, sizingMark } from './sizing.ts';

type Planned = PlanOf<typeof databasePlanner>;
export type DatabasePlan = Omit<Planned, 'capacity'> & { readonly capacity: Capacity };

const tables: { readonly sizes: SizeTable } = { sizes: sizeTable };

function tableProblem({ sizes: { editions, current } }: typeof tables): string | undefined {
  const names = Object.keys(editions);
  return names.includes(current) ? undefined : `sizes.current is ${current}, and the editions are ${names.join(', ')}`;
}

export const databasePlanner = planner(database, { environment: ['postgres'], tables, tableProblem }, (context) => {
  const { claim, spec, environment, recorded, cloudName, grant, refuse } = context;
  const { sizes } = context.tables;
  const sizing = recorded.sizing ?? sizes.current;
  const isKnown = Object.hasOwn(sizes.editions, sizing);
  const size = isKnown ? grant('size', spec.size, { keep: recorded.size }) : keepSize(context);
  const name = identifier(claim.name, cloudName('database').slice(-8));

  return {
    ...promisesOf(environment),
    engine: spec.engine,
    capacity: capacityOf(size, sizing, sizes),
    currentCapacity: capacityOf(size, sizes.current, sizes),
    mark: sizingMark(claim),
    retain: retains(spec, environment),
    settings: settingsOf(spec.advanced),
    links: linksFor(claim, environment),
    record: {
      version: grantVersion(context),
      size,
      sizing,
      storageGB: grantGrowth(
        { path: 'spec.storageGB', asked: spec.storageGB, recorded: recorded.storageGB },
        refuse,
        (kept) => grant('storageGB', spec.storageGB, kept),
      ),
      database: recorded.database ?? name,
      username: recorded.username ?? name,
      // A database that is created again must not write into the backups of its deleted predecessor.
      archive: recorded.archive ?? `${claim.name}${creationSuffix(claim)}`,
    },
  };
});
