/** Removes a platform from a cluster: first what guards it, then its packages, and last what it was installed with. */
import { UserError } from '../errors.ts';
import { functionRepository } from '../synth/function-name.ts';
import { releaseIn } from '../release/push/read-release.ts';
import type { ReleaseYaml } from '../release/verify/release-yaml.ts';
import { type BundleFile, filesOfTargets, targetsOf } from './bundle.ts';
import { liveClaims } from './claims.ts';
import { crossplaneOf, type InstalledPackage, packagesOf, servedBy } from './cluster.ts';
import { inCore, isOfCore } from './core-objects.ts';
import { definitionsOf, waitFor, type Waiting } from './healthy.ts';
import { asked, type Item, itemIn, itemsOf, type Kubectl, reasonIn } from './kubectl.ts';
import { mirroredName, redirected, redirectionsOf } from './mirror.ts';
import { isFrom, platformLabel, registryOf, sourceIn } from './source.ts';

/** What was removed, or the claims that live. */
export interface Uninstalled {
  readonly platform: string;
  /** Claims because of which nothing was removed. */
  readonly live: readonly string[];
  readonly removed: readonly string[];
  /** What the platform brought and others may use: Providers, whose kinds would go with them, and namespaces. */
  readonly left: readonly string[];
}

/** Removes every release of the platform in `dist`. Removes nothing as long as a claim lives. */
export async function uninstall(kubectl: Kubectl, dist: string, waiting: Waiting): Promise<Uninstalled> {
  const release = await releaseIn(dist);
  const { platform, group } = release;
  const serves = await servedBy(kubectl);
  const live = await unguarded(kubectl, release);
  if (live.length > 0) return { platform, live, removed: [], left: [] };
  const packages = await packagesOf(kubectl);
  const cluster = await partsOf(kubectl, release, packages);
  const files = filesOfTargets(dist, cluster.targets).filter(({ objects }) => objects.every(serves));
  const objects = [...(await placed(kubectl, files)).toReversed(), ...cluster.objects];
  const removed = [
    ...(await removePackages(kubectl, cluster.configurations, waiting)),
    ...(await definitionsGone(kubectl, group, waiting)),
    ...(await removePackages(kubectl, cluster.functions, waiting)),
    ...(await removeObjects(kubectl, objects.filter(isRemoved))),
  ];
  const providers = packages.filter((each) => each.kind === 'Provider' && each.labels[platformLabel] === platform);
  const namespaces = objects
    .filter(({ kind }) => kind === 'Namespace')
    .map(({ metadata: { name } }) => `Namespace ${name}`);
  return { platform, live: [], removed, left: [...providers.map(({ name }) => `Provider ${name}`), ...namespaces] };
}

/** The objects of the files where an installation puts them: keys by which Crossplane checks signatures are in its namespace. */
async function placed(kubectl: Kubectl, files: readonly BundleFile[]): Promise<readonly Item[]> {
  const objects = files.flatMap((file) => file.objects);
  const isCores = isOfCore(files);
  if (!objects.some((object) => object.kind === 'Secret' && isCores(object))) return objects;
  const { account } = await crossplaneOf(kubectl);
  return account === undefined
    ? objects
    : objects.map((object) => (isCores(object) ? inCore(object, account) : object));
}

/** Whether an uninstallation deletes it by itself: packages come first, and others may be in a namespace. */
function isRemoved({ kind }: Item): boolean {
  return !/^(Configuration|Provider|Namespace)$/.test(kind);
}

/** Takes away the guard of the kinds. Returns the claims because of which it stays. */
async function unguarded(kubectl: Kubectl, { platform, group }: ReleaseYaml): Promise<readonly string[]> {
  const guard = ['validatingadmissionpolicybindings.admissionregistration.k8s.io', `${platform}-kinds`];
  const live = await liveClaims(kubectl, group);
  if (live.length > 0) return live;
  const got = await kubectl(['get', ...guard, '-o', 'json']);
  // Before it is taken away: what cannot be read could not be put back.
  const saved =
    got.code === 0 && got.stdout !== '' ? bare(itemIn(got.stdout, 'the guard of the kinds stays')) : undefined;
  await asked(kubectl, 'the guard of the kinds stays', ['delete', '--ignore-not-found', ...guard]);
  const putBack = async () => {
    if (saved !== undefined)
      await asked(kubectl, 'the guard of the kinds is not put back', ['apply', '-f', '-'], saved);
  };
  // A claim may have come since, or nobody knows: then the guard must be back.
  const late = await liveClaims(kubectl, group).catch(async (error: unknown) => {
    await putBack();
    throw error;
  });
  if (late.length > 0) await putBack();
  return late;
}

interface Parts {
  readonly configurations: readonly InstalledPackage[];
  readonly functions: readonly InstalledPackage[];
  /** The targets whose bundles the cluster has. */
  readonly targets: readonly string[];
  /** Objects whose names or namespaces no bundle of this release has: facts, and what earlier releases left. */
  readonly objects: readonly Item[];
}

/** What a cluster has of the platform, whichever release it is from. */
async function partsOf(kubectl: Kubectl, release: ReleaseYaml, packages: readonly InstalledPackage[]): Promise<Parts> {
  const { platform } = release;
  const targets = targetsOf(release);
  const redirections = await redirectionsOf(kubectl);
  const releasedAs = (each: InstalledPackage) =>
    release.packages.find(({ repository }) => isFrom(each, repository, { platform, redirections }));
  const program = functionRepository(registryOf(release.packages[0]?.repository ?? ''), platform, '');
  const programs = [program, redirected(program, redirections)];
  const configurations = packages.filter((each) => each.kind === 'Configuration' && releasedAs(each) !== undefined);
  const rights = new RegExp(`^${platform}-(${targets.join('|')})-compose-\\d`);
  const roles = await itemsOf(kubectl, 'clusterroles.rbac.authorization.k8s.io');
  const facts = await itemsOf(kubectl, 'environmentconfigs.apiextensions.crossplane.io');
  const budgets = await itemsOf(kubectl, 'poddisruptionbudgets.policy');
  const configs = await itemsOf(kubectl, 'imageconfigs.pkg.crossplane.io');
  const twins = new Set([`${platform}-functions`, `${platform}-signatures`].map(mirroredName));
  const signs = facts.filter(({ metadata: { name } }) => rights.test(name));
  return {
    configurations,
    functions: packages.filter(
      (each) => each.kind === 'Function' && programs.some((begin) => sourceIn(each.package).startsWith(begin)),
    ),
    targets: targets.filter(
      (target) =>
        configurations.some((each) => releasedAs(each)?.targets?.includes(target)) ||
        signs.some(({ metadata: { name } }) => name.startsWith(`${platform}-${target}-compose-`)),
    ),
    objects: [
      ...budgets.filter(({ metadata: { name } }) => name === `${platform}-functions`),
      ...configs.filter(({ metadata: { name } }) => twins.has(name)),
      ...facts.filter(({ metadata: { name } }) => name === platform),
      ...roles.filter(({ metadata: { name } }) => rights.test(name)),
      ...signs,
    ],
  };
}

/** Deletes packages. The API server notices only a moment later that the guard is gone, and refuses until then. */
async function removePackages(
  kubectl: Kubectl,
  packages: readonly InstalledPackage[],
  waiting: Waiting,
): Promise<readonly string[]> {
  const removals = packages.map(({ kind, name }) => ({
    what: `${kind} ${name}`,
    resource: `${kind.toLowerCase()}s.pkg.crossplane.io`,
    name,
  }));
  const open = await waitFor(
    () =>
      Promise.all(
        removals.map(async ({ what, resource, name }) => {
          const { code, stderr } = await kubectl(['delete', resource, name, '--ignore-not-found', '--timeout=30s']);
          return { what, lacks: code === 0 ? undefined : reasonIn(stderr) };
        }),
      ),
    quiet(waiting),
  );
  insistGone(open);
  return removals.map(({ what }) => what);
}

async function definitionsGone(kubectl: Kubectl, group: string, waiting: Waiting): Promise<readonly string[]> {
  const before = (await definitionsOf(kubectl, group)).map(({ metadata: { name } }) => name);
  insistGone(
    await waitFor(async () => {
      const left = await definitionsOf(kubectl, group);
      return left.map(({ metadata: { name } }) => ({ what: `XRD ${name}`, lacks: 'is still there' }));
    }, quiet(waiting)),
  );
  return before.map((name) => `XRD ${name}`);
}

/** Deletes each object once, in their order. */
async function removeObjects(kubectl: Kubectl, objects: readonly Item[]): Promise<readonly string[]> {
  const named = objects.map(({ apiVersion, kind, metadata: { name, namespace } }) => ({
    apiVersion,
    kind,
    metadata: { name, ...(namespace !== undefined && { namespace }) },
  }));
  const items = [...new Map(named.map((object) => [JSON.stringify(object), object])).values()];
  if (items.length === 0) return [];
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  const args = ['delete', '--ignore-not-found', '--timeout=60s', '-f', '-', '-o', 'name'];
  const removed = await asked(kubectl, 'not everything of the platform is removed', args, list);
  return removed.split('\n').filter((line) => line !== '');
}

function insistGone(open: readonly { readonly what: string; readonly lacks: string | undefined }[]): void {
  const [first] = open;
  if (first === undefined) return;
  throw new UserError(`${first.what} is not removed: ${first.lacks}`, {
    hint: 'what comes after it was not removed either: mend that, and run `planesmith uninstall` again',
  });
}

/** An object as it can be applied again: the cluster gives it another uid and version. */
function bare({ apiVersion, kind, metadata, spec }: Item): string {
  return JSON.stringify({ apiVersion, kind, metadata: { name: metadata.name }, spec });
}

/** Deletions take a few tries, of which only the last word matters. */
const quiet = (waiting: Waiting): Waiting => ({ ...waiting, report: () => undefined });
