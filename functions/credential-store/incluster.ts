/** CredentialStore in a shared cluster: the claim's path in OpenBao or Vault, opened with a ServiceAccount of its own. */
import { main } from 'planesmith/authoring';
import { target } from '../bind.ts';
import { SecretStore } from '../kinds/secret-store.ts';
import { ServiceAccount } from '../kinds/service-account.ts';
import { secretsToMount } from './ownership.ts';
import { credentialStorePlanner } from './plan.ts';
import { recoverNames } from './secret-name.ts';
import { secretKinds, secretsOf } from './secrets.ts';
import { credentialStoreStatus } from './status.ts';
import { claimPath, recoverPath, storedSecrets } from './stored-secret.ts';

export const incluster = target(
  credentialStorePlanner,
  {
    environment: ['incluster.secrets'],
    resources: {
      store: main(SecretStore),
      account: ServiceAccount,
      ...secretKinds('store'),
    },
    record: {
      decide: { path: claimPath },
      recover: ({ secret, push }) => ({ path: recoverPath(secret), ...recoverNames({ secret, push }) }),
    },
    reads: secretsToMount,
  },
  ({ claim, plan, record, environment, observed, reads, name }) => {
    const { server, engine, auth, role, caBundle } = environment.incluster.secrets;
    const secrets = storedSecrets(plan.secrets, record.path);
    return {
      resources: {
        store: SecretStore({
          spec: {
            provider: {
              vault: {
                server,
                path: engine,
                version: 'v2',
                ...(caBundle !== undefined && { caBundle: btoa(caBundle) }),
                auth: { kubernetes: { mountPath: auth, role, serviceAccountRef: { name: name('account') } } },
              },
            },
          },
        }),
        account: ServiceAccount({ automountServiceAccountToken: false }),
        ...secretsOf({ claim, plan, secrets, environment, name, reads, existing: observed.push, access: ['store'] }),
      },
      secret: {},
      status: credentialStoreStatus(plan, secrets),
    };
  },
);
