/** CredentialStore in a shared cluster: the claim's place in OpenBao or Vault, reached with an account of its own. */
import { main, target } from 'planesmith/authoring';
import { SecretStore } from '../kinds/secret-store.ts';
import { ServiceAccount } from '../kinds/service-account.ts';
import { placeOf } from './place.ts';
import { plan } from './plan.ts';
import { recoverNames } from './secret-name.ts';
import { secretKinds, secretsOf } from './secrets.ts';
import { credentialStoreStatus } from './status.ts';
import { requiresMounted } from './taken.ts';

export const incluster = target(
  plan,
  {
    needs: ['incluster.secrets'],
    resources: { store: main(SecretStore), account: ServiceAccount, ...secretKinds },
    requires: requiresMounted,
    recover: ({ secret, push }) => ({
      path: placeOf(Object.values(secret), 'incluster'),
      ...recoverNames({ secret, push }),
    }),
  },
  ({ claim, plan: decided, environment, observed, name, required }) => {
    const { server, engine, auth, role, caBundle } = environment.incluster.secrets;
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
        ...secretsOf({ plan: decided, existing: observed.push, claim, environment, name, required }),
      },
      secret: {},
      status: credentialStoreStatus(decided),
    };
  },
);
