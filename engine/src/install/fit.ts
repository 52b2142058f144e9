/** Fits a bundle to a cluster that has some of its parts already, or has its Crossplane elsewhere. */
import { UserError } from '../errors.ts';
import type { ReleaseYaml } from '../release/verify/release-yaml.ts';
import { groupOf } from '../schema/kind-name.ts';
import type { Bundle, BundleFile } from './bundle.ts';
import type { InstalledPackage, Serves } from './cluster.ts';
import { inCore, isOfCore } from './core-objects.ts';
import type { Item } from './kubectl.ts';
import { mirrored, type Redirection } from './mirror.ts';
import { isFrom, type Origin, platformLabel, repositoryName } from './source.ts';

/** What is known of the cluster. */
export interface Known {
  readonly serves: Serves;
  readonly packages: readonly InstalledPackage[];
  readonly redirections: readonly Redirection[];
  /** Whether the cluster has kinds of the platform. @default false */
  readonly hasKinds?: boolean;
  /** The account of Crossplane, `<namespace>/<name>`. @default that of the bundle */
  readonly account?: string;
}

/** Something that is not applied. */
export interface Skipped {
  readonly what: string;
  readonly reason: string;
}

export interface Fitted {
  readonly files: readonly BundleFile[];
  readonly skipped: readonly Skipped[];
  /** What others brought, and what is therefore left as it is. */
  readonly left: readonly Skipped[];
}

/** The files as this cluster gets them. Throws a `UserError` if the cluster has a package that excludes those of the bundle. */
export function fitted(bundle: Bundle, known: Known): Fitted {
  const { release, files } = bundle;
  const origin = { platform: release.platform, redirections: known.redirections };
  insistAlone(bundle, known, origin);
  const left: Skipped[] = [];
  const skipped: Skipped[] = [];
  const isCores = isOfCore(files);
  const fit = files.flatMap(({ name, objects }) => {
    const foreign = objects.find((object) => !known.serves(object));
    if (foreign !== undefined) {
      const brought = bringerOf(release, groupOf(foreign.apiVersion));
      skipped.push({
        what: name,
        reason: `the cluster does not serve ${foreign.kind} of ${groupOf(foreign.apiVersion)}${brought}`,
      });
      return [];
    }
    const wanted = objects.flatMap((object) => {
      const reason = object.kind === 'Provider' ? whyLeft(object, release, bundle.target, known) : undefined;
      if (reason !== undefined) left.push({ what: `Provider ${object.metadata.name}`, reason });
      if (reason !== undefined) return [];
      const own = named(object, known.packages, origin);
      return [moved(own, known.account, isCores(own)), ...mirrored(own, known.redirections)];
    });
    return wanted.length === 0 ? [] : [{ name, objects: wanted }];
  });
  return { files: fit, skipped, left };
}

/** `, which comes with strimzi 1.2.0` if the lock of the release knows it. */
export function bringerOf({ lock }: ReleaseYaml, group: string): string {
  const pins = [...(lock.operators ?? []), ...(lock.providers ?? [])];
  const pin = pins.find(({ groups = [] }) => groups.includes(group));
  return pin === undefined ? '' : `, which comes with ${pin.name} ${pin.version}`;
}

/** Two Configurations cannot own one XRD, so the other one would never become healthy. */
function insistAlone({ release, files }: Bundle, { packages, hasKinds = false }: Known, origin: Origin): void {
  const ours = files
    .flatMap(({ objects }) => objects)
    .filter(({ kind }) => kind === 'Configuration')
    .map(({ spec }) => addressIn(spec));
  const names = new Set(ours.map(repositoryName));
  const served = new Set(release.packages.flatMap(({ name, apis = [] }) => (names.has(name) ? apis : [])));
  const there = packages.filter(({ kind }) => kind === 'Configuration');
  for (const each of there) {
    const own = release.packages.find(({ repository }) => isFrom(each, repository, origin));
    if (own === undefined || names.has(own.name) || !own.apis?.some((api) => served.has(api))) continue;
    throw new UserError(
      `the cluster has Configuration ${each.name} (${each.package}), and that serves the same kinds`,
      {
        hint: 'choose its --target and --flavour, or move as docs/packages.md and docs/moving-to-namespaced.md say: nothing was installed',
      },
    );
  }
  const isOurs = (each: InstalledPackage) => ours.some((address) => isFrom(each, address, origin));
  // Two platforms may call their packages alike. One name is free for one of them only, and the kinds of a group have one package.
  const alike = there.filter((each) => names.has(each.name) || (hasKinds && names.has(repositoryName(each.package))));
  const [other] = there.some(isOurs) ? [] : alike;
  if (other === undefined) return;
  throw new UserError(
    `the cluster has Configuration ${other.name} (${other.package}), which is called like the package of ${release.platform} and comes from elsewhere`,
    { hint: `if it is this platform, label it ${platformLabel}=${release.platform}; nothing was installed` },
  );
}

/** Why a Provider is left to whoever brought it; undefined for one that the bundle brings. */
function whyLeft(object: Item, release: ReleaseYaml, target: string, { serves, packages }: Known): string | undefined {
  const address = addressIn(object.spec);
  const there = packages.filter(
    ({ kind, package: other }) => kind === 'Provider' && repositoryName(other) === repositoryName(address),
  );
  if (there.some(({ labels }) => labels[platformLabel] === release.platform)) return undefined;
  const [other] = there;
  if (other !== undefined) return `is there already as ${other.name} (${other.package})`;
  const groups = release.lock.providers?.find(({ name }) => name === object.metadata.name)?.groups ?? [];
  const kinds = requiredKinds(release, target).filter(({ apiVersion }) =>
    groups.some((group) => groupOf(apiVersion) === group || groupOf(apiVersion).endsWith(`.${group}`)),
  );
  const isServed = kinds.length > 0 && kinds.every((kind) => serves(kind));
  return isServed ? `its kinds are served already, by something other than a Provider of Crossplane` : undefined;
}

/** The kinds that claims become on a target. */
export function requiredKinds({ requirements }: ReleaseYaml, target: string): readonly RequiredKind[] {
  return (requirements.kinds[target] ?? []) as readonly RequiredKind[];
}

interface RequiredKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** A Configuration keeps the name under which the cluster has it: a second one of the same package would own nothing. */
function named(object: Item, packages: readonly InstalledPackage[], origin: Origin): Item {
  if (object.kind !== 'Configuration') return object;
  const there = packages.find((each) => each.kind === 'Configuration' && isFrom(each, addressIn(object.spec), origin));
  return there === undefined ? object : { ...object, metadata: { ...object.metadata, name: there.name } };
}

/** The object for another account of Crossplane: policies of Kubernetes and of Kyverno know it by name, and some objects live in its namespace. */
function moved(object: Item, account: string | undefined, isCores: boolean): Item {
  if (account === undefined) return object;
  if (isCores) return inCore(object, account);
  const [namespace = '', name = ''] = account.split('/');
  const spec = object.spec as { readonly matchConditions?: readonly { readonly name: string }[] } | undefined;
  if (spec?.matchConditions === undefined) return object;
  const expression = `request.userInfo.username != 'system:serviceaccount:${namespace}:${name}'`;
  const matchConditions = spec.matchConditions.map((condition) =>
    condition.name === 'not-crossplane' ? { ...condition, expression } : condition,
  );
  return { ...object, spec: { ...spec, matchConditions } };
}

export function addressIn(spec: unknown): string {
  return (spec as { readonly package?: string } | undefined)?.package ?? '';
}
