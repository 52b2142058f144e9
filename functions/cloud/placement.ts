/** Where in its cloud something is, and the key that encrypts it there: decided once, since nothing of it can be changed. */
import type { Environment } from '../environment/index.ts';

type Target = 'local' | 'incluster' | 'aws' | 'gcp' | 'azure';

const places = ['region', 'project', 'accountID', 'group'] as const;

/** By which key something is encrypted, and once that is decided whether by one at all that is not the cloud's own. */
interface Encrypted {
  readonly key?: string;
  readonly hasKey?: boolean;
}

export type Home = { readonly [Name in (typeof places)[number]]?: string } & Encrypted;

type Known = { readonly [Name in keyof Home]?: Home[Name] | undefined };

/** Where it was first made, and for a new claim where the environment makes things of that target now; nothing where there is no cloud. */
export function homeOf(target: Target, environment: Environment, recorded: Known): Home {
  const now = cloudOf(target, environment);
  // Keys are in one region: that of another is of no use to what exists, nor to what is added to it.
  const isOpen = recorded.hasKey === undefined && (recorded.region ?? now.region) === now.region;
  // A provider may write its cloud's own key beside what was decided, where that was none.
  const key = recorded.hasKey === false ? undefined : (recorded.key ?? (isOpen ? now.key : undefined));
  const encrypted = { key, hasKey: target === 'aws' || target === 'gcp' ? key !== undefined : undefined };
  const home = { ...Object.fromEntries(places.map((name) => [name, recorded[name] ?? now[name]])), ...encrypted };
  return Object.fromEntries(Object.entries(home).filter(([, value]) => value !== undefined)) as Home;
}

/**
 * How something is encrypted, as `homeOf` records it: as the first tells of what exists and would name the key. Nothing where none of it
 * exists, as after a first pass that ended halfway: then no key is not what was decided.
 */
export function encryptionOf(...telling: readonly (object | undefined)[]): Encrypted {
  const first = telling.find((each) => each !== undefined);
  if (first === undefined) return {};
  const key = /arn:[a-z-]+:kms:[^"\\]+|projects\/[^"\\]+\/cryptoKeys\/[^"\\]+/.exec(JSON.stringify(first))?.[0];
  return key === undefined ? { hasKey: false } : { key, hasKey: true };
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
