/** The limits of each quota: the one table to review. It may change at any time, since running pods keep running. */
import type { quotas } from '../../apis/dev-namespace.ts';

export interface Quota {
  readonly cpu: string;
  readonly memory: string;
  readonly storage: string;
  readonly pods: string;
  readonly volumes: string;
  /** Claims of one API, unless the environment has a limit of its own for it. */
  readonly claims: string;
  /** The most that one container may take. */
  readonly largest: { readonly cpu: string; readonly memory: string };
  /** The most memory of the quota that the servers of a virtual cluster may take. */
  readonly virtualCluster: string;
}

export type QuotaTable = Readonly<Record<(typeof quotas)[number], Quota>>;

export const quotaLimits: QuotaTable = {
  S: {
    cpu: '2',
    memory: '4Gi',
    storage: '20Gi',
    pods: '20',
    volumes: '5',
    claims: '5',
    largest: { cpu: '1', memory: '2Gi' },
    virtualCluster: '1Gi',
  },
  M: {
    cpu: '4',
    memory: '8Gi',
    storage: '50Gi',
    pods: '50',
    volumes: '10',
    claims: '10',
    largest: { cpu: '2', memory: '4Gi' },
    virtualCluster: '2Gi',
  },
  L: {
    cpu: '8',
    memory: '16Gi',
    storage: '100Gi',
    pods: '100',
    volumes: '20',
    claims: '20',
    largest: { cpu: '4', memory: '8Gi' },
    virtualCluster: '4Gi',
  },
};
