/** The objects of external-secrets, the same for every store: Secrets that it writes, and values that it copies into the store. */
import { type Claim, none, perItem, resource, type Unstructured } from 'planesmith/authoring';
import type { Json } from 'planesmith/schema';
import type { Environment } from '../environment/index.ts';
import { generator, generatedSecret } from '../cluster/password.ts';
import { withLastUpdates } from '../cloud/last-update.ts';
import { rules } from '../alarms/prometheus.ts';
import { ExternalSecret } from '../kinds/external-secret.ts';
import { Password } from '../kinds/password.ts';
import { PrometheusRule } from '../kinds/prometheus-rule.ts';
import { PushSecret } from '../kinds/push-secret.ts';
import { insistOnOwnSecrets } from './ownership.ts';
import type { CredentialStorePlan } from './plan.ts';
import { credentialStoreRules } from './rules.ts';
import { byName, type StoredSecret } from './stored-secret.ts';

/**
 * A duration of a claim, such as `1h`, as Go writes it. external-secrets writes it so when it adds its finalizer (external-secrets@v0.20.4
 * pkg/controllers/externalsecret/externalsecret_controller.go:209, pushsecret/pushsecret_controller.go:170). Crossplane would change any other text back, and external-secrets read
 * every value again.
 */
const durationOf = (text: string) => `${text}${text.endsWith('h') ? '0m' : ''}0s`;

/** The address of one key in a store: a property of an entry, or an entry of its own. */
interface Address {
  readonly key: string;
  readonly property?: string;
}

interface Naming {
  (key: 'store' | 'password'): string;
  (key: 'secret' | 'push', item: string): string;
}

/** The kinds that `secretsOf` composes, with their order of creation: values are read and copied once the resources under `access` are ready. */
export const secretKinds = <const A extends string>(...access: readonly A[]) => ({
  secret: perItem(ExternalSecret, { after: [...access, 'push'] }),
  password: Password,
  push: perItem(PushSecret, { after: access }),
  rules: resource(PrometheusRule, { after: ['store'] }),
});

interface SecretsOptions {
  readonly claim: Claim;
  readonly plan: CredentialStorePlan;
  readonly secrets: readonly StoredSecret[];
  readonly environment: Pick<Environment, 'incluster'>;
  /** The names of composed resources. */
  readonly name: Naming;
  /** The Secrets of `secretsToMount`. */
  readonly reads: Readonly<Record<string, Unstructured | undefined>>;
  /** The existing copies. */
  readonly existing: Readonly<Record<string, PushSecret | undefined>>;
  /** Keys of the resources that must be ready before a value is read from the store or copied into it. */
  readonly access: readonly string[];
  /** @default an entry with a property per key */
  readonly addressOf?: (secret: StoredSecret, key: string) => Address;
  /** Settings for the entries that external-secrets creates, in the format of the store. @default none */
  readonly metadata?: Json;
  /** Whether an entry is copied in one piece, as the JSON of all keys of its Secret. @default false, key by key */
  readonly copiesAsJson?: boolean;
  /** Whether external-secrets deletes its copies, unless the claim retains its data. @default true */
  readonly deletesCopies?: boolean;
}

/** external-secrets sets this finalizer once it knows that it must delete its copies (pkg/controllers/pushsecret/pushsecret_controller.go). */
const finalizer = 'pushsecret.externalsecrets.io/finalizer';

const propertyOf = ({ path }: StoredSecret, key: string): Address => ({ key: path, property: key });

/**
 * The resources under the keys `secret`, `password`, `push` and `rules`. Throws a `UserError` if a Secret to mount exists and belongs to
 * something else.
 */
export function secretsOf(options: SecretsOptions) {
  const { claim, plan, secrets, environment, name, reads, existing } = options;
  insistOnOwnSecrets(secrets, reads, (secret) => name('secret', secret));
  const generated = secrets.filter(({ from }) => from === 'generated');
  const copies = byName(
    secrets.filter(({ from }) => from === 'written'),
    (secret) => copyOf(secret, options),
  );
  const deletionPolicy = deletionPolicyOf(options);
  const monitoring = environment.incluster?.monitoring;
  return {
    password: generated.length > 0 ? generator() : none('nothing is generated'),
    secret: byName(secrets, (secret) =>
      secret.from === 'generated'
        ? generatedSecret(secret.secretName, name('password'), secret.keys)
        : read(secret, options),
    ),
    push: withLastUpdates(copies, {
      model: PushSecret,
      existing,
      last: (spec) => ({ ...spec, deletionPolicy }),
      isKnown: ({ metadata }) => deletionPolicy === 'None' || metadata?.finalizers?.includes(finalizer) === true,
    }),
    rules:
      monitoring === undefined
        ? none('the environment has no monitoring')
        : rules(
            { claim, links: plan.links, labels: monitoring.labels },
            credentialStoreRules({
              namespace: claim.namespace,
              secrets: secrets.map((secret) => name('secret', secret.name)),
              copies: Object.keys(copies).map((copy) => name('push', copy)),
            }),
          ),
  };
}

/** A Secret with values from the store. One that is written by hand is read once its copy is in the store. */
function read(secret: StoredSecret, { plan, name, access, addressOf = propertyOf }: SecretsOptions) {
  return ExternalSecret(
    {
      spec: {
        refreshInterval: durationOf(plan.refresh),
        secretStoreRef: { kind: 'SecretStore', name: name('store') },
        target: { name: secret.secretName, creationPolicy: 'Owner', deletionPolicy: 'Retain' },
        data: secret.keys.map((key) => ({ secretKey: key, remoteRef: addressOf(secret, key) })),
      },
    },
    { after: secret.from === 'written' ? [...access, 'push'] : access },
  );
}

/** The copy of a Secret that is written by hand. */
function copyOf(secret: StoredSecret, options: SecretsOptions) {
  const { plan, name, addressOf = propertyOf, metadata, copiesAsJson = false } = options;
  const single = (secretKey: string) => {
    const { key: remoteKey, property } = addressOf(secret, secretKey);
    return { secretKey, remoteRef: { remoteKey, ...(property !== undefined && { property }) } };
  };
  const matches = copiesAsJson ? [{ remoteRef: { remoteKey: addressOf(secret, '').key } }] : secret.keys.map(single);
  return PushSecret({
    spec: {
      refreshInterval: durationOf(plan.refresh),
      secretStoreRefs: [{ kind: 'SecretStore', name: name('store') }],
      selector: { secret: { name: secret.writtenName } },
      updatePolicy: 'Replace',
      deletionPolicy: deletionPolicyOf(options),
      data: matches.map((match) => ({ match, ...(metadata !== undefined && { metadata }) })),
    },
  });
}

function deletionPolicyOf({ plan, deletesCopies = true }: SecretsOptions): 'None' | 'Delete' {
  return plan.retain || !deletesCopies ? 'None' : 'Delete';
}
