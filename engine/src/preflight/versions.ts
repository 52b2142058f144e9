/** The versions of Kubernetes and Crossplane. */
import { type Answers, at, itemsIn } from './answers.ts';
import { type Check, fail, pass, unknown } from './check.ts';
import type { ClusterNeeds } from './needs.ts';

export const versionPath = '/version';
export const crossplanePath = '/apis/apiextensions.crossplane.io/v2';
export const deploymentsPath = (namespace: string) => `/apis/apps/v1/namespaces/${namespace}/deployments`;

/** The first version that serves ValidatingAdmissionPolicy as stable, which the install bundle needs (kubernetes CHANGELOG-1.30.md). */
const firstKubernetes = [1, 30, 0] as const;

/** The check of Kubernetes' version. */
export function kubernetesCheck(answers: Answers): Check {
  const name = 'Kubernetes';
  const answer = answers(versionPath);
  const text = 'found' in answer ? at(answer.found, 'gitVersion') : undefined;
  const version = versionIn(text);
  if (version === undefined)
    return unknown(name, 'its version is not known', 'see `kubectl version`; it must be v1.30 or newer');
  return order(version, firstKubernetes) >= 0
    ? pass(name, String(text))
    : fail(name, `${String(text)} has no stable admission policies`, 'upgrade the cluster to v1.30 or newer');
}

/** The check of Crossplane's version, which its Deployment tells. */
export function crossplaneCheck(answers: Answers, { crossplane, crossplaneNamespace }: ClusterNeeds): Check {
  const name = 'Crossplane';
  const install = `install Crossplane ${crossplane} in the namespace ${crossplaneNamespace}`;
  if ('absent' in answers(crossplanePath)) {
    return fail(name, 'this cluster does not serve apiextensions.crossplane.io/v2', install);
  }
  const items = itemsIn(answers(deploymentsPath(crossplaneNamespace)));
  if (typeof items === 'string') return unknown(name, items, `it must be ${crossplane}`);
  const version = items.map(crossplaneVersion).find((found) => found !== undefined);
  if (version === undefined) {
    const found = `no Deployment in ${crossplaneNamespace} tells its version`;
    return unknown(name, found, `look for its version where it runs: it must be ${crossplane}`);
  }
  const fits = satisfies(version, crossplane);
  if (fits === undefined) return unknown(name, version, `it must be ${crossplane}`);
  return fits
    ? pass(name, `${version} (${crossplane})`)
    : fail(name, `${version} is not ${crossplane}`, 'upgrade it first');
}

/** The version in the image of Crossplane's own container. */
function crossplaneVersion({ spec }: { readonly spec?: unknown }): string | undefined {
  const containers = at(spec, 'template', 'spec', 'containers');
  if (!Array.isArray(containers)) return undefined;
  return containers
    .map((container) => /\/crossplane:(v?\d[^@]*)/.exec(String(at(container, 'image')))?.[1])
    .find((found) => found !== undefined);
}

type Version = readonly [number, number, number];

function versionIn(text: unknown): Version | undefined {
  const [, major, minor = '0', patch = '0'] = /^v?(\d+)(?:\.(\d+)(?:\.(\d+))?)?/.exec(String(text)) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}

function order(one: Version, other: Version): number {
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
}

const comparisons: Readonly<Record<string, (difference: number) => boolean>> = {
  '>=': (difference) => difference >= 0,
  '>': (difference) => difference > 0,
  '<=': (difference) => difference <= 0,
  '<': (difference) => difference < 0,
  '=': (difference) => difference === 0,
};

/** Whether a version meets a list of comparisons, such as `>=v2.4.0 <v3`; undefined for a constraint of another form. */
export function satisfies(text: string, constraint: string): boolean | undefined {
  const version = versionIn(text);
  const parts = constraint
    .replaceAll(/([<>=])\s+/g, '$1')
    .split(/[\s,]+/)
    .filter(Boolean);
  const results = parts.map((part) => {
    const [, operator = '', bound] = /^(>=|<=|>|<|=)?(v?[\d.]+)(?:-0)?$/.exec(part) ?? [];
    const limit = versionIn(bound);
    return version && limit && comparisons[operator || '=']?.(order(version, limit));
  });
  return results.includes(undefined) || results.length === 0 ? undefined : results.every(Boolean);
}
