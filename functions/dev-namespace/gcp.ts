/** DevNamespace on Google Cloud: its applications act there as an account of their own, to which the platform team may give rights. */
import { target } from 'planesmith/runtime';
import { externalName, managedBy } from '../managed.ts';
import { ServiceAccount as GoogleAccount } from '../readiness/gcp-service-account.ts';
import { ServiceAccountIAMMember } from '../readiness/gcp-service-account-iam-member.ts';
import { insistOnClusterWide } from './credentials.ts';
import { plan } from './plan.ts';
import { placeIn, workplace, workplaceKinds } from './workplace.ts';

/** https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity: without and with Dataplane V2. */
const agents = [
  { address: '169.254.169.252', port: 988 },
  { address: '169.254.169.254', port: 80 },
];

export const gcp = target(
  plan,
  {
    needs: ['gcp.namespaces'],
    resources: { ...workplaceKinds, account: GoogleAccount, identity: ServiceAccountIAMMember },
    recover: ({ account }) => ({
      account: account?.metadata?.annotations?.['crossplane.io/external-name'],
      project: account?.spec.forProvider.project,
    }),
  },
  (context) => {
    const { claim, plan: decided, environment, name } = context;
    const { providerConfig, namespaces } = environment.gcp;
    insistOnClusterWide('gcp', providerConfig);
    const { account = '', project = environment.gcp.project } = decided.record;
    const email = `${account}@${project}.iam.gserviceaccount.com`;
    const { resources, ...rest } = workplace({
      ...context,
      agents,
      annotations: { 'iam.gke.io/gcp-service-account': email },
    });
    const namespace = name('namespace');
    const managed = managedBy(providerConfig, { retain: false });
    return {
      ...rest,
      resources: {
        ...resources,
        account: GoogleAccount(
          {
            metadata: externalName(account),
            spec: {
              ...managed,
              forProvider: { project, displayName: `DevNamespace ${claim.name} in ${environment.name}`.slice(0, 100) },
            },
          },
          placeIn(namespace),
        ),
        identity: ServiceAccountIAMMember(
          {
            spec: {
              ...managed,
              forProvider: {
                serviceAccountId: `projects/${project}/serviceAccounts/${email}`,
                role: 'roles/iam.workloadIdentityUser',
                member: `serviceAccount:${namespaces.workloadPool}[${namespace}/${name('applications')}]`,
              },
            },
          },
          { namespace, after: ['namespace', 'account'] },
        ),
      },
    };
  },
);
