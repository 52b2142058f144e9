/** What external-secrets is asked for, the same for every store: Secrets that it writes, and values that it copies into the store. */
import { type Claim, each, none, type Unstructured } from 'planesmith/authoring';
import type { Json } from 'planesmith/schema';
import type { Environment } from '../environment/index.ts';
import { generator, generatedSecret } from '../cluster/password.ts';
import { lettingGo } from '../cloud/last-update.ts';
import { rules } from '../alarms/prometheus.ts';
import { ExternalSecret } from '../kinds/external-secret.ts';
import { Password } from '../kinds/password.ts';
import { PrometheusRule } from '../kinds/prometheus-rule.ts';
import { PushSecret } from '../kinds/push-secret.ts';
import type { CredentialStorePlan, Wanted } from './plan.ts';
import { credentialStoreRules } from './rules.ts';
import { insistOwn } from './taken.ts';

/** The kinds of what `secretsOf` returns. */
export const secretKinds = {
  secret: each(ExternalSecret),
  password: Password,
  push: each(PushSecret),
  rules: PrometheusRule,
};

/** How one key of an entry is called in a store: an entry with properties, or an entry of its own. */
export interface Address {
  readonly key: string;
  readonly property?: string;
}

interface Naming {
  (key: 'store' | 'password'): string;
  (key: 'secret' | 'push', item: string): string;
}

interface Store {
  readonly plan: CredentialStorePlan;
  /** The names of composed resources. */
  readonly name: Naming;
  /** What was found of the Secrets to mount. */
  readonly required: Readonly<Record<string, Unstructured | undefined>>;
  /** What exists of what it copies. */
  readonly existing: Readonly<Record<string, PushSecret | undefined>>;
  readonly claim: Claim;
  readonly environment: Environment;
  /** @default an entry with a property per key */
  readonly addressOf?: (wanted: Wanted, key: string) => Address;
  /** What the store is told of an entry that is copied into it. */
  readonly metadataOf?: (wanted: Wanted) => Json;
  /** Whether an entry is copied as a whole, as the JSON of all keys of its Secret. @default key by key */
  readonly copiesWhole?: boolean;
  /** Whether somebody else deletes what was copied. @default external-secrets does, where the claim does not retain it */
  readonly keepsCopies?: boolean;
  /** What is there before anything is read or copied. @default the store */
  readonly after?: readonly string[];
}

/** By which external-secrets knows that it has to delete what it copied (pkg/controllers/pushsecret/pushsecret_controller.go). */
const finalizer = 'pushsecret.externalsecrets.io/finalizer';

const property = ({ path }: Wanted, key: string): Address => ({ key: path, property: key });

/** Every Secret that the claim wants, and what it is made from; throws a `UserError` where one exists that is somebody else's. */
export function secretsOf({ plan, name, required, after = ['store'], addressOf = property, ...options }: Store) {
  insistOwn(plan, required, (each) => name('secret', each));
  const { claim, environment, metadataOf, copiesWhole = false, keepsCopies = false } = options;
  const { wanted, refresh, retain } = plan;
  const [store, password] = [name('store'), name('password')];
  const monitoring = environment.incluster?.monitoring;
  const read = (each: Wanted) =>
    ExternalSecret(
      {
        spec: {
          refreshInterval: refresh,
          secretStoreRef: { kind: 'SecretStore', name: store },
          target: targetOf(each),
          data: each.keys.map((key) => ({ secretKey: key, remoteRef: addressOf(each, key) })),
        },
      },
      { after: each.from === 'written' ? [...after, 'push'] : after },
    );
  const whole = (each: Wanted) => ({ remoteRef: { remoteKey: addressOf(each, '').key } });
  const single = (each: Wanted, secretKey: string) => {
    const { key: remoteKey, property: inside } = addressOf(each, secretKey);
    return { secretKey, remoteRef: { remoteKey, ...(inside !== undefined && { property: inside }) } };
  };
  const deletionPolicy: 'None' | 'Delete' = retain || keepsCopies ? 'None' : 'Delete';
  const copy = (each: Wanted) =>
    PushSecret(
      {
        spec: {
          refreshInterval: refresh,
          secretStoreRefs: [{ kind: 'SecretStore', name: store }],
          selector: { secret: { name: each.writtenName } },
          updatePolicy: 'Replace',
          deletionPolicy,
          data: (copiesWhole ? [whole(each)] : each.keys.map((key) => single(each, key))).map((match) => ({
            match,
            ...(metadataOf !== undefined && { metadata: metadataOf(each) }),
          })),
        },
      },
      { after },
    );
  const byName = <T>(from: readonly Wanted['from'][], make: (each: Wanted) => T): Record<string, T> =>
    Object.fromEntries(wanted.filter((each) => from.includes(each.from)).map((each) => [each.name, make(each)]));
  const generated = byName(['generated'], (each) => generatedSecret(each.secretName, password, each.keys, 'password'));
  const copies = byName(['written'], copy);
  const push = lettingGo(copies, {
    model: PushSecret,
    existing: options.existing,
    last: (spec) => ({ ...spec, deletionPolicy }),
    isKnown: ({ metadata }) => deletionPolicy === 'None' || metadata?.finalizers?.includes(finalizer) === true,
  });
  return {
    password: Object.keys(generated).length > 0 ? generator() : none('nothing is generated'),
    secret: { ...byName(['store', 'written'], read), ...generated },
    push,
    rules:
      monitoring === undefined
        ? none('nobody watches here')
        : rules(
            { claim, links: plan.links, labels: monitoring.labels, after: 'store' },
            credentialStoreRules({
              namespace: claim.namespace,
              secrets: wanted.map((each) => name('secret', each.name)),
              copies: Object.keys(copies).map((each) => name('push', each)),
            }),
          ),
  };
}

function targetOf({ secretName }: Wanted) {
  return { name: secretName, creationPolicy: 'Owner' as const, deletionPolicy: 'Retain' as const };
}
