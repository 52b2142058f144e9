/** The input that all AWS resources of a database share. */
import type { WithSections } from 'planesmith/authoring';
import { managedBy } from '../cloud/managed.ts';
import type { Environment } from '../environment/index.ts';
import type { DatabasePlan } from './plan.ts';

type AwsFacts = WithSections<Environment, 'aws.postgres'>['aws'];

interface RdsRecord {
  readonly sizing: string;
  /** Unique in the account; groups have this name too, since each type of resource has names of its own. */
  readonly identity: string;
  readonly region: string;
  readonly version: string;
  readonly key?: string | undefined;
}

export interface RdsContext extends RdsRecord {
  readonly plan: DatabasePlan;
  readonly aws: AwsFacts;
  /** Credentials and management policies: with `retain`, everything that the data needs outlives the claim. */
  readonly managed: ReturnType<typeof managedBy>;
}

/** The context of a database with this plan and record. */
export function rdsContext(
  plan: DatabasePlan,
  { identity, region, version, sizing, key }: RdsRecord,
  aws: AwsFacts,
): RdsContext {
  return { plan, aws, identity, region, version, sizing, key, managed: managedBy(aws.providerConfig, plan) };
}

/** The name of the ParameterGroup of a major version: one per version, since a group cannot change its family. */
export function parameterGroupName({ identity }: RdsContext, version: string): string {
  return `${identity}-pg${version}`;
}
