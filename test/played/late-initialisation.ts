/**
 * What providers write into a spec because the cloud chose it. An upjet provider fills in every field that the spec leaves out and the cloud
 * reports, but nothing in a block that the spec has (upjet 4f6e6e1 pkg/resource/lateinit.go handleStruct). It does so only if a management
 * policy says so (pkg/controller/external_tfpluginsdk.go Observe).
 */
import { readSchemas } from 'planesmith/models';
import type { KubernetesObject } from 'planesmith/testing';

const schemas = await readSchemas(`${import.meta.dirname}/../../functions/models`);

type Fields = Readonly<Record<string, unknown>>;

interface Managed {
  readonly managementPolicies?: readonly string[];
  readonly forProvider?: Fields;
}

/** What a cloud really chooses, if a later change can contradict it. */
const choices: Readonly<Record<string, (wanted: Fields) => Fields>> = {
  'rds.aws.m.upbound.io/v1beta1 Instance': ({ engineVersion }) => ({
    iops: 3000,
    storageThroughput: 125,
    optionGroupName: `default:postgres-${String(engineVersion).split('.')[0]}`,
  }),
  'elasticache.aws.m.upbound.io/v1beta1 ReplicationGroup': ({ engineVersion }) => ({
    parameterGroupName: `default.valkey${String(engineVersion).split('.')[0]}`,
  }),
  'dbforpostgresql.azure.m.upbound.io/v1beta1 FlexibleServer': () => ({ zone: '1', storageTier: 'P4' }),
  'redis.gcp.m.upbound.io/v1beta1 Instance': () => ({ replicaCount: 1, readReplicasMode: 'READ_REPLICAS_DISABLED' }),
};

/**
 * The fields that the provider's own settings leave out (WithNameFilter in its apis/namespaced/…/zz_…_terraformed.go). Besides, AWS reports its
 * own key if the claim has none; then a claim that lost its record takes that key for its own, which changes nothing for the server.
 */
const ignored: Readonly<Record<string, readonly string[]>> = {
  'rds.aws.m.upbound.io/v1beta1 Instance': ['availabilityZone', 'dbName', 'kmsKeyId'],
};

/** The fields of the spec that the provider of an object fills in. A field of which nothing is known gets a value of its type. */
export function lateInitialised(object: KubernetesObject): { readonly forProvider: Fields } | undefined {
  const { managementPolicies = ['*'], forProvider = {} } = (object['spec'] ?? {}) as Managed;
  const isFilledIn = managementPolicies.includes('*') || managementPolicies.includes('LateInitialize');
  if (!isFilledIn || !object.apiVersion.includes('.m.upbound.io/')) return undefined;
  const kind = `${object.apiVersion} ${object.kind}`;
  const fields = schemas.of(object)?.properties?.['spec']?.properties?.['forProvider']?.properties ?? {};
  const usual = Object.entries(fields).flatMap(([name, { type }]) => {
    const value = examples[String(type)];
    return value === undefined || ignored[kind]?.includes(name) === true ? [] : [[name, value] as const];
  });
  return { forProvider: { ...Object.fromEntries(usual), ...choices[kind]?.(forProvider) } };
}

const examples: Readonly<Record<string, unknown>> = { string: 'chosen-by-the-cloud', number: 7, boolean: true };
