/** CredentialStore on a developer's machine: a store inside external-secrets, with placeholders for the company's values. */
import { main } from 'planesmith/authoring';
import { target } from '../bind.ts';
import { SecretStore } from '../kinds/secret-store.ts';
import { secretsToMount } from './ownership.ts';
import { credentialStorePlanner } from './plan.ts';
import { recoverNames } from './secret-name.ts';
import { secretKinds, secretsOf } from './secrets.ts';
import { credentialStoreStatus } from './status.ts';
import { claimPath, type StoredSecret, storedSecrets } from './stored-secret.ts';

/** external-secrets' store for tests cannot write properties, so every key is an entry. */
const addressOf = ({ path }: StoredSecret, key: string) => ({ key: `${path}/${key}` });

export const local = target(
  credentialStorePlanner,
  {
    environment: ['incluster.monitoring?'],
    resources: {
      store: main(SecretStore),
      ...secretKinds('store'),
    },
    record: { decide: { path: claimPath }, recover: recoverNames },
    reads: secretsToMount,
  },
  ({ claim, plan, record, environment, observed, reads, name }) => {
    const secrets = storedSecrets(plan.secrets, record.path);
    const placeholders = secrets
      .filter(({ from }) => from === 'store')
      .flatMap((secret) =>
        secret.keys.map((key) => ({ ...addressOf(secret, key), value: `stand-in-${secret.name}-${key}` })),
      );
    return {
      resources: {
        store: SecretStore({ spec: { provider: { fake: { data: placeholders } } } }),
        ...secretsOf({
          claim,
          plan,
          secrets,
          environment,
          name,
          reads,
          existing: observed.push,
          access: ['store'],
          addressOf,
        }),
      },
      secret: {},
      status: credentialStoreStatus(plan, secrets),
    };
  },
);
