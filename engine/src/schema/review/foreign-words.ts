/** Words that no claim should need: nouns of a provider, which tie it to one place, and facts of an environment, which its author does not know. */
import type { Issue } from '../../errors.ts';
import { child } from '../field-path.ts';
import type { Node } from '../node.ts';

/** Who sells or runs things, and what they call them. Names that are protocols too, as S3 and Redis, are everybody's. */
const providerNouns: ReadonlySet<string> = new Set(
  (
    'aws amazon ec2 eks rds iam sns sqs dynamodb elasticache cloudwatch arn gcp google gke gcs bigquery firestore memorystore azure microsoft aks ' +
    'cosmosdb entra upbound alibaba digitalocean cnpg cloudnativepg strimzi dragonfly ceph noobaa'
  ).split(' '),
);

/** What the platform knows of a cluster and its accounts, without `ID`, `Name`, `Ref` and plural. */
const environmentFacts: ReadonlySet<string> = new Set(
  (
    'account availabilityzone cluster environment kmskey location network providerconfig project region resourcegroup securitygroup storageclass ' +
    'subnet subscription tenant tier vpc zone'
  ).split(' '),
);

/** The nouns of providers in names, values and descriptions, and in a spec the fields that ask for a fact of the environment. */
export function foreignWordIssues(node: Node, path: string): Issue[] {
  const own = nounsIn([node.description ?? '', ...(node.kind === 'enum' ? node.values : [])]).map((noun) => ({
    path,
    message: `says "${noun}", which is a provider's word: the same claim must make sense on every target`,
  }));
  switch (node.kind) {
    case 'object':
      return [
        ...own,
        ...Object.entries(node.fields).flatMap(([name, field]) => {
          const place = child(path, name);
          return [...nameIssues(name, place), ...foreignWordIssues(field, place)];
        }),
      ];
    case 'map':
      return [...own, ...foreignWordIssues(node.values, `${path}[*]`)];
    case 'array':
      return [...own, ...foreignWordIssues(node.items, `${path}[]`)];
    default:
      return own;
  }
}

/** The nouns of providers in a text. */
export function nounsIn(texts: readonly string[]): string[] {
  const words = texts.flatMap((text) => text.match(/[A-Za-z0-9]+/g) ?? []).map((word) => word.toLowerCase());
  return [...new Set(words)].filter((word) => providerNouns.has(word));
}

function nameIssues(name: string, path: string): Issue[] {
  const words = name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+/g) ?? [];
  const nouns = nounsIn(words).map((noun) => ({
    path,
    message: `is named after a provider's word, "${noun}": the same claim must make sense on every target`,
  }));
  const fact = name.replace(/(ID|Name|Ref)?s?$/, '').toLowerCase();
  const isAsked = path.startsWith('spec.') && environmentFacts.has(fact);
  const message = `asks the developer for a fact of the environment, the ${fact}: let the function read it from the EnvironmentConfig, or name the field after what the developer wants`;
  return [...nouns, ...(isAsked ? [{ path, message }] : [])];
}
