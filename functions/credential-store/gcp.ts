/** CredentialStore on Google Cloud: entries of Secret Manager, and an account that reads and writes only these. */
import { main, perItem } from 'planesmith/authoring';
import { target } from '../bind.ts';
import { runAs, runAsKinds } from '../cloud/gcp/run-as.ts';
import { lastPolicies, withLastUpdates } from '../cloud/last-update.ts';
import { encryptionOf, gcpKey, gcpPlace } from '../cloud/placement.ts';
import { Secret } from '../kinds/gcp-secret.ts';
import { SecretIAMMember } from '../kinds/gcp-secret-iam-member.ts';
import { SecretStore } from '../kinds/secret-store.ts';
import { entries, rights } from './gcp-entries.ts';
import { secretsToMount } from './ownership.ts';
import { credentialStorePlanner } from './plan.ts';
import { recoverNames } from './secret-name.ts';
import { secretKinds, secretsOf } from './secrets.ts';
import { credentialStoreStatus } from './status.ts';
import { keyIn, recoverPath, storedSecrets } from './stored-secret.ts';

/** Between the claim's path and a Secret's name: Google allows no slash there, and neither of the two contains a `_`. */
const separator = '_';

/** The resources that must be ready before a value is read or copied. */
const access = ['store', 'reader', 'viewer', 'writer'] as const;

export const gcp = target(
  credentialStorePlanner,
  {
    environment: ['gcp.workloadPool', 'incluster.monitoring?'],
    resources: {
      store: main(SecretStore, { after: ['account', 'trust'] }),
      ...runAsKinds,
      entry: perItem(Secret),
      reader: perItem(SecretIAMMember, { after: ['entry', 'identity'] }),
      viewer: perItem(SecretIAMMember, { after: ['entry', 'identity'] }),
      writer: perItem(SecretIAMMember, { after: ['entry', 'identity'] }),
      ...secretKinds(...access),
    },
    record: {
      decide: {
        // The beginning of every entry's name, which has up to 255 characters (cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets/create).
        path: ({ claim, cloudName }) => cloudName(keyIn(claim, 'entries'), { maxLength: 200 }),
        ...gcpPlace,
        ...gcpKey,
        account: ({ cloudName }) => cloudName('identity', { maxLength: 30 }),
      },
      recover: ({ secret, push, entry, identity }, recorded) => {
        const { project, replication } = Object.values(entry).at(0)?.spec.forProvider ?? {};
        const replica = replication?.userManaged?.replicas?.at(0);
        return {
          path: recoverPath(secret, separator),
          ...recoverNames({ secret, push }),
          region: replica?.location,
          ...encryptionOf(recorded, replica),
          project: project ?? identity?.spec.forProvider.project,
          account: identity?.metadata?.annotations?.['crossplane.io/external-name'],
        };
      },
    },
    reads: secretsToMount,
  },
  ({ claim, plan, record, environment, observed, reads, name }) => {
    const { gcp: facts } = environment;
    const { project, account: id } = record;
    const secrets = storedSecrets(plan.secrets, record.path, separator);
    const account = { project, id, providerConfig: facts.providerConfig };
    const place = { plan, secrets, record, gcp: facts, account };
    const { resources } = runAs({
      self: account,
      project: facts.project,
      displayName: `CredentialStore ${claim.name} of ${claim.namespace} in ${environment.name}`,
      workloadPool: facts.workloadPool,
      subject: `${claim.namespace}/${name('account')}`,
      existingTrust: observed.trust,
    });
    const auth = { workloadIdentity: { serviceAccountRef: { name: name('account') } } };
    return {
      resources: {
        // external-secrets asks the metadata server of its node for the cluster's name (providers/v1/gcp/secretmanager/workload_identity.go).
        store: SecretStore({ spec: { provider: { gcpsm: { projectID: project, auth } } } }),
        ...resources,
        entry: withLastUpdates(entries(place), { model: Secret, existing: observed.entry, last: lastPolicies(plan) }),
        ...rights(place),
        ...secretsOf({
          claim,
          plan,
          secrets,
          environment,
          name,
          reads,
          existing: observed.push,
          access,
          // Crossplane deletes entries. external-secrets would delete an entire entry for each key that is removed.
          deletesCopies: false,
        }),
      },
      secret: {},
      status: credentialStoreStatus(plan, secrets),
    };
  },
);
