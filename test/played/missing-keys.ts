/** The promised keys that a claim's Secret does not have on a target. */

const kafka = ['bootstrapServers', 'securityProtocol', 'saslMechanism', 'username', 'password', 'ssl.truststore.crt'];
const queue = ['queueUrl', 'access_key_id', 'secret_key'];
const accessKey = ['access_key_id', 'secret_key'];
const inCluster = ['host', 'region', ...queue];

/** By kind and target. */
const never: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  Cache: { aws: ['ca.crt'], azure: ['ca.crt'] },
  ObjectBucket: { gcp: accessKey, azure: accessKey },
  PubSub: {
    local: inCluster,
    incluster: inCluster,
    aws: ['subscriptions', 'host', ...kafka],
    gcp: ['host', ...kafka, ...queue],
    azure: ['region', ...kafka, ...queue],
  },
};

/** The keys that a claim of this kind and spec does not have on a target. */
export function missingKeys(kind: string, target: string, spec: Readonly<Record<string, unknown>>): readonly string[] {
  const isShared = kind === 'DevNamespace' && spec['isolation'] !== 'vcluster';
  const consumers = kind === 'PubSub' ? consumerKeys(target, spec) : [];
  return [...(never[kind]?.[target] ?? []), ...consumers, ...(isShared ? ['kubeconfig'] : [])];
}

/** Consumers find their places under one key, and have no place in common. */
function consumerKeys(target: string, { consumers }: Readonly<Record<string, unknown>>): readonly string[] {
  if (consumers === undefined) return ['consumers'];
  return target === 'aws' ? ['queueUrl'] : [];
}
