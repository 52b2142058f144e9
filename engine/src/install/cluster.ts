/** Looks at a cluster: what it serves, where its Crossplane is, and which packages it has. */
import { UserError } from '../errors.ts';
import { groupOf } from '../schema/kind-name.ts';
import { asked, type Item, itemsIn, itemsOf, type Kubectl } from './kubectl.ts';

/** A package of the cluster: a Configuration, a Provider or a Function. */
export interface InstalledPackage {
  readonly kind: string;
  readonly name: string;
  /** Its address, as its author wrote it. */
  readonly package: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Grows with each change of its spec. */
  readonly generation?: number;
  readonly status: PackageStatus;
}

interface PackageStatus {
  /** The address that Crossplane has resolved last. */
  readonly currentIdentifier?: string;
  /** The name of the revision that Crossplane made of it. */
  readonly currentRevision?: string;
  readonly conditions?: readonly Condition[];
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  /** The generation that Crossplane had seen when it wrote this. */
  readonly observedGeneration?: number;
}

/** The Crossplane of a cluster, as far as its Deployment says it. */
export interface Crossplane {
  /** Such as `2.4.0`. */
  readonly version?: string;
  /** `<namespace>/<ServiceAccount>`. */
  readonly account?: string;
}

/** Whether a kind is served, whatever its version. */
export type Serves = (object: { readonly apiVersion: string; readonly kind: string }) => boolean;

export const packageKinds = [
  'configurations.pkg.crossplane.io',
  'providers.pkg.crossplane.io',
  'functions.pkg.crossplane.io',
];

/** What the cluster serves. Throws a `UserError` if it does not answer, or if it has no Crossplane. */
export async function servedBy(kubectl: Kubectl): Promise<Serves> {
  await asked(kubectl, 'the cluster does not answer', ['version', '-o', 'json']);
  // It fails if one aggregated API is down, and lists all others even then.
  const { stdout } = await kubectl(['api-resources', '--no-headers']);
  const kinds = new Set(
    stdout.split('\n').flatMap((line) => {
      const [kind, , apiVersion] = line.trim().split(/\s+/).toReversed();
      return apiVersion === undefined ? [] : [`${groupOf(apiVersion)} ${kind}`];
    }),
  );
  const serves: Serves = ({ apiVersion, kind }) => kinds.has(`${groupOf(apiVersion)} ${kind}`);
  if (serves({ apiVersion: 'pkg.crossplane.io/v1', kind: 'Configuration' })) return serves;
  throw new UserError('the cluster has no Crossplane: it does not serve Configuration of pkg.crossplane.io', {
    hint: 'install Crossplane first (https://docs.crossplane.io/latest/get-started/install/), or choose another cluster with --context',
  });
}

/** The Deployment that runs `crossplane core start`, in whichever namespace; nothing is known if Crossplane runs elsewhere. */
export async function crossplaneOf(kubectl: Kubectl): Promise<Crossplane> {
  const args = ['get', 'deployments.apps', '-A', '-l', 'app.kubernetes.io/component=cloud-infrastructure-controller'];
  const what = 'the cluster does not list Deployments';
  const items = itemsIn(await asked(kubectl, what, [...args, '-o', 'json']), what);
  const core = items.find(({ spec }) => coreIn(podIn(spec)) !== undefined);
  if (core === undefined) return {};
  const pod = podIn(core.spec);
  const { serviceAccountName = 'default' } = pod;
  const image = String(coreIn(pod)?.['image'] ?? '');
  const version = /:v?(\d+\.\d+\.\d+)/.exec(image)?.[1] ?? core.metadata.labels?.['app.kubernetes.io/version'];
  const account = `${core.metadata.namespace}/${String(serviceAccountName)}`;
  return { account, ...(version !== undefined && { version }) };
}

function podIn(deployment: unknown): Readonly<Record<string, unknown>> {
  return recordIn(recordIn(recordIn(deployment)['template'])['spec']);
}

/** The container of a Pod that runs the core of Crossplane. */
function coreIn({ containers }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  const all = Array.isArray(containers) ? containers.map(recordIn) : [];
  return all.find(({ args }) => Array.isArray(args) && args[0] === 'core');
}

function recordIn(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

/** Throws a `UserError` for a Crossplane below `>=v…`. Other ranges, and a version that nobody knows, are for Crossplane itself to judge. */
export function insistOnVersion({ version }: Crossplane, range: string): void {
  const [, least = ''] = /^>=\s*v?(\d+\.\d+\.\d+)$/.exec(range) ?? [];
  if (least === '' || version === undefined) return;
  const [have = [], need = []] = [version, least].map((text) => text.split('.').map(Number));
  const differing = need.findIndex((part, index) => part !== have[index]);
  if (differing === -1 || (have[differing] ?? 0) > (need[differing] ?? 0)) return;
  throw new UserError(`the cluster has Crossplane ${version}, and this release needs ${least} or newer`, {
    hint: 'upgrade Crossplane first: nothing was installed',
  });
}

/** The packages of the cluster, of all kinds or of these. It takes the right to list them. */
export async function packagesOf(
  kubectl: Kubectl,
  kinds: readonly string[] = packageKinds,
): Promise<readonly InstalledPackage[]> {
  return (await itemsOf(kubectl, ...kinds)).map(packageOf);
}

/** A package as kubectl prints it. */
export function packageOf({ kind, metadata: { name, labels = {}, generation }, spec, status }: Item): InstalledPackage {
  return {
    kind,
    name,
    package: isRecord(spec) && typeof spec['package'] === 'string' ? spec['package'] : '',
    labels,
    ...(generation !== undefined && { generation }),
    status: isRecord(status) ? statusOf(status) : {},
  };
}

function statusOf(status: Readonly<Record<string, unknown>>): PackageStatus {
  const { currentIdentifier: address, currentRevision: revision, conditions } = status;
  return {
    ...(typeof address === 'string' && { currentIdentifier: address }),
    ...(typeof revision === 'string' && { currentRevision: revision }),
    ...(Array.isArray(conditions) && { conditions: conditions.filter(isCondition) }),
  };
}

function isCondition(value: unknown): value is Condition {
  return isRecord(value) && typeof value['type'] === 'string' && typeof value['status'] === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
