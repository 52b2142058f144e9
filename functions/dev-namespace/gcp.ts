/** DevNamespace on Google Cloud: its applications act as their own account, to which the platform team may give rights. */
import { resource } from 'planesmith/authoring';
import { target } from '../bind.ts';
import { gcpPlace } from '../cloud/placement.ts';
import { account, annotationsOf, trust } from '../cloud/gcp/account.ts';
import { ServiceAccount as GoogleAccount } from '../kinds/gcp-service-account.ts';
import { ServiceAccountIAMMember } from '../kinds/gcp-service-account-iam-member.ts';
import { identityNamespace, insistOnClusterWide } from './credentials.ts';
import { devNamespacePlanner } from './plan.ts';
import { recoverVirtualCluster } from './vcluster.ts';
import { commonKinds, commonParts, commonReads } from './common.ts';

/** GKE's metadata servers, without and with Dataplane V2 (https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity). */
const agents = [
  { address: '169.254.169.252', port: 988 },
  { address: '169.254.169.254', port: 80 },
];

/** Cloud DNS for GKE, also on Autopilot (https://cloud.google.com/kubernetes-engine/docs/how-to/cloud-dns). */
const cloudDNS = ['169.254.169.254'];

export const gcp = target(
  devNamespacePlanner,
  {
    environment: ['gcp.workloadPool'],
    resources: {
      ...commonKinds,
      account: GoogleAccount,
      identity: resource(ServiceAccountIAMMember, { after: ['account'] }),
    },
    record: {
      decide: { ...gcpPlace, account: ({ cloudName }) => cloudName('account', { maxLength: 30 }) },
      recover: ({ account: existing, vcluster }) => ({
        ...recoverVirtualCluster({ vcluster }),
        account: existing?.metadata?.annotations?.['crossplane.io/external-name'],
        project: existing?.spec.forProvider.project,
      }),
    },
    reads: commonReads,
  },
  (context) => {
    const { claim, record, environment, observed, name } = context;
    const { providerConfig, workloadPool } = environment.gcp;
    insistOnClusterWide('gcp', providerConfig);
    const place = { project: record.project, id: record.account, providerConfig };
    const { resources, ...rest } = commonParts({ ...context, agents, cloudDNS, annotations: annotationsOf(place) });
    const namespace = name('namespace');
    const subject = `${namespace}/${name('applications')}`;
    return {
      ...rest,
      resources: {
        ...resources,
        account: account(place, `DevNamespace ${claim.name} in ${environment.name}`, identityNamespace(environment)),
        identity: trust(place, { workloadPool, subject, existing: observed.identity }, identityNamespace(environment)),
      },
    };
  },
);
