/** DevNamespace on Google Cloud: its applications act there as an account of their own, to which the platform team may give rights. */
import { target } from 'planesmith/authoring';
import { account, annotationsOf, trust } from '../cloud/gcp/account.ts';
import { ServiceAccount as GoogleAccount } from '../kinds/gcp-service-account.ts';
import { ServiceAccountIAMMember } from '../kinds/gcp-service-account-iam-member.ts';
import { besideOthers, insistOnClusterWide } from './credentials.ts';
import { plan } from './plan.ts';
import { recoverVirtualCluster, requiresKubeconfig } from './vcluster.ts';
import { workplace, workplaceKinds } from './workplace.ts';

/** https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity: without and with Dataplane V2. */
const agents = [
  { address: '169.254.169.252', port: 988 },
  { address: '169.254.169.254', port: 80 },
];

export const gcp = target(
  plan,
  {
    needs: ['gcp.workloadPool'],
    resources: { ...workplaceKinds, account: GoogleAccount, identity: ServiceAccountIAMMember },
    requires: requiresKubeconfig,
    recover: ({ account: existing, vcluster }) => ({
      ...recoverVirtualCluster({ vcluster }),
      account: existing?.metadata?.annotations?.['crossplane.io/external-name'],
      project: existing?.spec.forProvider.project,
    }),
  },
  (context) => {
    const { claim, plan: decided, environment, observed, name } = context;
    const { providerConfig, workloadPool } = environment.gcp;
    insistOnClusterWide('gcp', providerConfig);
    const { account: id = '', project = environment.gcp.project } = decided.record;
    const place = { project, id, providerConfig };
    const { resources, ...rest } = workplace({ ...context, agents, annotations: annotationsOf(place) });
    const namespace = name('namespace');
    const subject = `${namespace}/${name('applications')}`;
    return {
      ...rest,
      resources: {
        ...resources,
        account: account(place, `DevNamespace ${claim.name} in ${environment.name}`, besideOthers(environment)),
        identity: trust(
          place,
          { workloadPool, subject, existing: observed.identity },
          { ...besideOthers(environment), after: ['account'] },
        ),
      },
    };
  },
);
