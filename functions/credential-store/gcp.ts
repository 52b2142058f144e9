/** CredentialStore on Google Cloud: entries of Secret Manager, and an account that reads and writes these alone. */
import { each, main, target } from 'planesmith/authoring';
import { runAs } from '../cloud/gcp/run-as.ts';
import { encryptionOf } from '../cloud/placement.ts';
import { keptOrDeleted, lettingGo } from '../cloud/last-update.ts';
import { Secret } from '../kinds/gcp-secret.ts';
import { SecretIAMMember } from '../kinds/gcp-secret-iam-member.ts';
import { ServiceAccount as GoogleAccount } from '../kinds/gcp-service-account.ts';
import { ServiceAccountIAMMember } from '../kinds/gcp-service-account-iam-member.ts';
import { SecretStore } from '../kinds/secret-store.ts';
import { ServiceAccount } from '../kinds/service-account.ts';
import { placeOf } from './place.ts';
import { plan } from './plan.ts';
import { entries, rights } from './gcp-entries.ts';
import { recoverNames } from './secret-name.ts';
import { secretKinds, secretsOf } from './secrets.ts';
import { credentialStoreStatus } from './status.ts';
import { requiresMounted } from './taken.ts';

export const gcp = target(
  plan,
  {
    needs: ['gcp.workloadPool'],
    uses: ['incluster.monitoring'],
    resources: {
      store: main(SecretStore),
      account: ServiceAccount,
      identity: GoogleAccount,
      trust: ServiceAccountIAMMember,
      entry: each(Secret),
      reader: each(SecretIAMMember),
      viewer: each(SecretIAMMember),
      writer: each(SecretIAMMember),
      ...secretKinds,
    },
    requires: requiresMounted,
    recover: ({ secret, push, entry, identity }) => {
      const { project, replication } = Object.values(entry).at(0)?.spec.forProvider ?? {};
      const replica = replication?.userManaged?.replicas?.at(0);
      return {
        path: placeOf(Object.values(secret), 'gcp'),
        ...recoverNames({ secret, push }),
        region: replica?.location,
        ...encryptionOf(replica),
        project: project ?? identity?.spec.forProvider.project,
        account: identity?.metadata?.annotations?.['crossplane.io/external-name'],
      };
    },
  },
  ({ plan: decided, environment, observed, claim, name, required }) => {
    const { gcp: facts } = environment;
    const { account: id = '', project = facts.project } = decided.record;
    const who = { project, id, providerConfig: facts.providerConfig };
    const place = { plan: decided, gcp: facts, account: who };
    const { resources } = runAs({
      self: who,
      displayName: `CredentialStore ${claim.name} of ${claim.namespace} in ${environment.name}`,
      workloadPool: facts.workloadPool,
      subject: `${claim.namespace}/${name('account')}`,
      trusted: observed.trust,
    });
    return {
      resources: {
        // external-secrets asks Google's server on its node for the cluster's name (providers/v1/gcp/secretmanager/workload_identity.go).
        store: SecretStore(
          {
            spec: {
              provider: {
                gcpsm: {
                  projectID: project,
                  auth: { workloadIdentity: { serviceAccountRef: { name: name('account') } } },
                },
              },
            },
          },
          { after: ['account', 'trust'] },
        ),
        ...resources,
        entry: lettingGo(entries(place), { model: Secret, existing: observed.entry, last: keptOrDeleted(decided) }),
        ...rights(place),
        ...secretsOf({
          plan: decided,
          existing: observed.push,
          claim,
          environment,
          name,
          required,
          // Crossplane deletes entries; external-secrets would delete a whole one for each key that goes.
          keepsCopies: true,
          after: ['store', 'reader', 'viewer', 'writer'],
        }),
      },
      secret: {},
      status: credentialStoreStatus(decided),
    };
  },
);
