/** Words that no claim should need: nouns of a provider tie it to one cloud, and developers do not know the facts of an environment. */
import type { Issue } from '../../errors.ts';
import { child } from '../field-path.ts';
import type { Node } from '../node.ts';

/** Cloud providers, operators and the names of their products. */
const providerNouns: ReadonlySet<string> = new Set(
  (
    'aws amazon ec2 eks rds iam sns sqs kinesis dynamo dynamodb aurora elasticache cloudwatch arn gcp google gke gcs bigquery bigtable firestore ' +
    'memorystore azure microsoft aks cosmos cosmosdb entra upbound alibaba digitalocean cnpg cloudnativepg strimzi dragonfly ceph noobaa'
  ).split(' '),
);

/** Software that also names a protocol: a value may name the protocol, but a field would work only with that very software. */
const softwareNouns: ReadonlySet<string> = new Set(
  'elasticsearch kafka memcached mongodb mysql postgres postgresql rabbitmq redis s3 valkey'.split(' '),
);

/** Facts about a cluster, its accounts and their cost, without `ID`, `Name`, `Ref` and plural. */
const environmentFacts: ReadonlySet<string> = new Set(
  (
    'account availabilityzone cluster costcenter costcentre environment instanceclass instancetype kmskey location machinetype network nodepool ' +
    'project providerconfig region resourcegroup securitygroup sku storageclass subnet subscription tenant tier vpc zone'
  ).split(' '),
);

/** An issue for each noun of a provider in names, values and descriptions, and for each fact of the environment in a spec. */
export function foreignWordIssues(node: Node, path: string): Issue[] {
  const nounIssues = nounsIn([node.description ?? '', ...(node.kind === 'enum' ? node.values : [])]).map((noun) => ({
    path,
    message: `says "${noun}", which is a provider's word: the same claim must make sense on every target`,
  }));
  switch (node.kind) {
    case 'object':
      return [
        ...nounIssues,
        ...Object.entries(node.fields).flatMap(([name, field]) => {
          const place = child(path, name);
          return [...nameIssues(name, place), ...foreignWordIssues(field, place)];
        }),
      ];
    case 'map':
      return [...nounIssues, ...foreignWordIssues(node.values, `${path}[*]`)];
    case 'array':
      return [...nounIssues, ...foreignWordIssues(node.items, `${path}[]`)];
    default:
      return nounIssues;
  }
}

/** The nouns of providers in a text. */
export function nounsIn(texts: readonly string[]): string[] {
  return wordsIn(texts).filter((word) => providerNouns.has(word));
}

function wordsIn(texts: readonly string[]): string[] {
  const words = texts.flatMap((text) => text.match(/[A-Za-z0-9]+/g) ?? []).map((word) => word.toLowerCase());
  return [...new Set(words)];
}

function nameIssues(name: string, path: string): Issue[] {
  const words = wordsIn(name.match(/[A-Z]+[0-9]*(?![a-z])|[A-Z]?[a-z0-9]+/g) ?? []);
  const isSpec = path.startsWith('spec.');
  const nouns = words.flatMap((word) => {
    const owner = providerNouns.has(word) ? "a provider's word" : isSpec && softwareNouns.has(word) && 'software';
    if (owner === false) return [];
    return [{ path, message: `is named after ${owner}, "${word}": the same claim must make sense on every target` }];
  });
  // The second of two final s belongs to the word, as in `storageClass`.
  const fact = name.replace(/(ID|Name|Ref)?(?<!s)s?$/, '').toLowerCase();
  const isFact = isSpec && environmentFacts.has(fact);
  const message = `asks the developer for a fact of the environment, the ${fact}: let the function read it from the EnvironmentConfig, or name the field after what the developer wants`;
  return [...nouns, ...(isFact ? [{ path, message }] : [])];
}
