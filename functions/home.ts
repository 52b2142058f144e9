/** Where in its cloud something is, and the key that encrypts it there: decided once, since nothing of it can be changed. */
import type { Environment } from './environment.ts';

type Target = 'local' | 'incluster' | 'aws' | 'gcp' | 'azure';

const places = ['region', 'project', 'accountID', 'group'] as const;

/** The environment's key is absent where the cloud's own encrypts. */
export type Home = { readonly [Name in (typeof places)[number] | 'key']?: string };

type Known = { readonly [Name in keyof Home]?: string | undefined };

/** Where it was first made, and for a new claim where the environment makes things of that target now; nothing where there is no cloud. */
export function homeOf(target: Target, environment: Environment, recorded: Known): Home {
  const now = cloudOf(target, environment);
  // Keys are in one region: that of another is of no use to what exists, nor to what is added to it.
  const key = recorded.region === undefined ? now.key : recorded.key;
  const home = [...places.map((name) => [name, recorded[name] ?? now[name]]), ['key', key]];
  return Object.fromEntries(home.filter(([, value]) => value !== undefined)) as Home;
}

function cloudOf(target: Target, { aws, gcp, azure }: Environment): Known {
  switch (target) {
    case 'aws':
      return { region: aws?.region, accountID: aws?.accountID, key: aws?.kmsKeyID };
    case 'gcp':
      return { region: gcp?.region, project: gcp?.project, key: gcp?.kmsKey };
    case 'azure':
      return { region: azure?.location, accountID: azure?.subscriptionID, group: azure?.resourceGroup };
    default:
      return {};
  }
}
