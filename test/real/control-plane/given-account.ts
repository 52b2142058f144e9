/** A bucket and topics for an account that a member names, on gcp. Members write the annotation themselves that says which cloud account it is. */
import { objectBucket } from '../../../apis/object-bucket.ts';
import { pubSub } from '../../../apis/pub-sub.ts';
import { platform } from '../../cases/platform.ts';
import { facts } from '../../fixtures.ts';
import { type Condition, namespace } from './claim.ts';
import { labelled } from './everything.ts';
import { until } from './process.ts';
import type { ControlPlane } from './start.ts';

const name = 'borrowed';
const accountPath = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}`;
const rights = `/apis/storage.gcp.m.upbound.io/v1beta1/namespaces/${namespace}/bucketiammembers`;

/** The project of the environment. */
export const { project } = facts('dev')['gcp'] as { project: string };

/** An account of that project. */
export const ownAccount = `payments@${project}.iam.gserviceaccount.com`;

/** Claims, each with an account that must get no rights. */
export const foreignAccounts = [
  { api: objectBucket, spec: {}, identity: 'thief@elsewhere.iam.gserviceaccount.com' },
  { api: pubSub, spec: { topics: { orders: {} } }, identity: 'allUsers' },
] as const;

type Api = Pick<(typeof foreignAccounts)[number]['api'], 'kind' | 'plural'>;

const claimsOf = ({ plural }: Api) => `/apis/${platform.group}/v1alpha1/namespaces/${namespace}/${plural}`;
const claimOf = (api: Api) => `${claimsOf(api)}/${name}`;
const labelsOf = ({ kind }: Api) => `app.kubernetes.io/name=${kind.toLowerCase()},app.kubernetes.io/instance=${name}`;

/** Says, as a member, that the ServiceAccount is a cloud account. */
export async function actAs({ member }: ControlPlane, identity: string): Promise<void> {
  const metadata = { name, annotations: { 'iam.gke.io/gcp-service-account': identity } };
  await member.apply(accountPath, { apiVersion: 'v1', kind: 'ServiceAccount', metadata });
}

/** Makes a claim, as a member, that gives its rights to the ServiceAccount. */
export async function giveAway({ member }: ControlPlane, api: Api, spec: object): Promise<void> {
  const apiVersion = `${platform.group}/v1alpha1`;
  const claim = { apiVersion, kind: api.kind, metadata: { name }, spec: { ...spec, serviceAccount: name } };
  await member.create(claimsOf(api), claim);
}

/** What the claim says once it is refused, and what it has composed all the same. */
export function refusalOf(plane: ControlPlane, api: Api): Promise<{ message: string; composed: readonly string[] }> {
  return until(`${api.kind} ${name} to be refused`, 60, async () => {
    const { conditions = [] } = ((await plane.client.get(claimOf(api)))?.['status'] ?? {}) as {
      conditions?: readonly Condition[];
    };
    const message = conditions.find(({ type }) => type === 'Provisioned')?.message ?? '';
    if (!message.includes('spec.serviceAccount')) throw new Error(JSON.stringify(conditions));
    return { message, composed: await labelled(plane, undefined, labelsOf(api)) };
  });
}

/** Changes the bucket, as a member, and returns who may open it once the change is carried out. */
export async function openersAfter({ client, member }: ControlPlane, expireDays: number): Promise<readonly string[]> {
  await member.patch(claimOf(objectBucket), { spec: { expireDays } });
  await until(`objects to expire after ${expireDays} days`, 60, async () => {
    const { effective } = ((await client.get(claimOf(objectBucket)))?.['status'] ?? {}) as {
      effective?: { expireDays?: number };
    };
    return effective?.expireDays === expireDays || undefined;
  });
  return until('the rights to the bucket', 60, async () => {
    const found = await client.list(`${rights}?labelSelector=${encodeURIComponent(labelsOf(objectBucket))}`);
    return found.length > 0 ? found.map(({ spec }) => spec.forProvider.member as string) : undefined;
  });
}

/** Deletes the account and the claims, as a member, and resolves once nothing of them is left. */
export async function takeBack(plane: ControlPlane): Promise<void> {
  for (const { api } of foreignAccounts) await plane.member.remove(claimOf(api));
  await plane.member.remove(accountPath);
  await until('what was given away to be gone', 60, async () => {
    for (const { api } of foreignAccounts) {
      const left = await labelled(plane, undefined, labelsOf(api));
      if (left.length > 0 || (await plane.client.get(claimOf(api))) !== undefined) throw new Error(left.join(', '));
    }
    return true;
  });
}
