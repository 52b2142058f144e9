/** The versions of Kubernetes and Crossplane. */
import { type Answers, at, itemsIn } from './answers.ts';
import { type Check, fail, pass, unknown } from './check.ts';
import type { ClusterNeeds } from './needs.ts';

export const versionPath = '/version';
export const crossplanePath = '/apis/apiextensions.crossplane.io/v2';
export const deploymentsPath = (namespace: string) => `/apis/apps/v1/namespaces/${namespace}/deployments`;

/** The first version that serves ValidatingAdmissionPolicy as stable, which the install bundle needs (kubernetes CHANGELOG-1.30.md). */
const firstKubernetes = [1, 30, 0] as const;

/** What the tests of this engine on a real control plane run. Their patch releases count as tested, too. */
const tested = { kubernetes: [1, 36, 3], crossplane: [2, 4, 0] } as const;

/** The check of Kubernetes' version. */
export function kubernetesCheck(answers: Answers): Check {
  const name = 'Kubernetes';
  const answer = answers(versionPath);
  const text = 'found' in answer ? at(answer.found, 'gitVersion') : undefined;
  const version = versionIn(text);
  if (version === undefined)
    return unknown(name, 'its version is not known', 'see `kubectl version`; it must be v1.30 or newer');
  return order(version, firstKubernetes) >= 0
    ? asTested(name, String(text), version, tested.kubernetes)
    : fail(name, `${String(text)} has no stable admission policies`, 'upgrade the cluster to v1.30 or newer');
}

/** Passes up to the minor version that was tested; whether a later one works is not known before somebody tries it. */
function asTested(name: string, found: string, version: Version, newest: Version): Check {
  const line = ([major, minor]: Version): Version => [major, minor, 0];
  if (order(line(version), line(newest)) <= 0) return pass(name, found);
  const what = `${found} is newer than v${newest[0]}.${newest[1]}, the newest that was tested`;
  return unknown(name, what, 'try it first in a cluster without claims, with `planesmith smoke`');
}

/** The check of Crossplane's version, which its Deployment tells. */
export function crossplaneCheck(answers: Answers, { crossplane, crossplaneNamespace }: ClusterNeeds): Check {
  const name = 'Crossplane';
  const items = itemsIn(answers(deploymentsPath(crossplaneNamespace)));
  const text =
    typeof items === 'string' ? undefined : items.map(crossplaneVersion).find((found) => found !== undefined);
  if ('absent' in answers(crossplanePath)) {
    const found = 'this cluster does not serve apiextensions.crossplane.io/v2';
    if (text !== undefined) return fail(name, `${found}, and has Crossplane ${text}`, `upgrade it to ${crossplane}`);
    return fail(name, found, `install Crossplane ${crossplane} in the namespace ${crossplaneNamespace}`);
  }
  if (typeof items === 'string') return unknown(name, items, `it must be ${crossplane}`);
  if (text === undefined) {
    const found = `no Deployment in ${crossplaneNamespace} tells its version`;
    return unknown(name, found, `look for its version where it runs: it must be ${crossplane}`);
  }
  const version = versionIn(text);
  const fits = satisfies(text, crossplane);
  if (fits === undefined || version === undefined) return unknown(name, text, `it must be ${crossplane}`);
  return fits
    ? asTested(name, `${text} (${crossplane})`, version, tested.crossplane)
    : fail(name, `${text} is not ${crossplane}`, `upgrade it to ${crossplane}`);
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
