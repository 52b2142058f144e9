/** CredentialStore on a developer's machine: a store that exists in external-secrets alone, with stand-ins for the company's values. */
import { main, target } from 'planesmith/authoring';
import { SecretStore } from '../kinds/secret-store.ts';
import { plan, type Wanted } from './plan.ts';
import { recoverNames } from './secret-name.ts';
import { secretKinds, secretsOf } from './secrets.ts';
import { credentialStoreStatus } from './status.ts';
import { requiresMounted } from './taken.ts';

/** external-secrets' store for tests knows no properties where it is written to: every key is an entry. */
const addressOf = ({ path }: Wanted, key: string) => ({ key: `${path}/${key}` });

export const local = target(
  plan,
  {
    uses: ['incluster.monitoring'],
    resources: { store: main(SecretStore), ...secretKinds },
    requires: requiresMounted,
    recover: recoverNames,
  },
  ({ claim, plan: decided, environment, observed, name, required }) => {
    const standIns = decided.wanted
      .filter(({ from }) => from === 'store')
      .flatMap((each) => each.keys.map((key) => ({ ...addressOf(each, key), value: `stand-in-${each.name}-${key}` })));
    return {
      resources: {
        store: SecretStore({ spec: { provider: { fake: { data: standIns } } } }),
        ...secretsOf({ plan: decided, existing: observed.push, claim, environment, name, required, addressOf }),
      },
      secret: {},
      status: credentialStoreStatus(decided),
    };
  },
);
