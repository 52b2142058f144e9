/** The ValidatingAdmissionPolicies of the platform's install bundles, which are the same on every target. */
import { resolve } from 'node:path';
import { buildRelease } from 'planesmith/release';
import type { AdmissionPolicy, KubernetesObject } from 'planesmith/testing';
import { parseAllDocuments } from 'yaml';
import { platform } from './platform.ts';

const root = resolve(import.meta.dirname, '../..');
const [first] = platform.packages;
const { files } = await buildRelease(platform, root, { only: [first?.name ?? ''], architectures: [], release: false });

/** The objects in a file of the install bundle. */
export function bundledObjects(name: string): KubernetesObject[] {
  const content = files.find(({ path }) => /^install\/\w+\/.*$/.test(path) && path.endsWith(`/${name}`))?.content;
  return parseAllDocuments(String(content)).map((document) => document.toJS() as KubernetesObject);
}

/** The policies of `policies.yaml`, by name. */
export const bundledPolicies: ReadonlyMap<string, KubernetesObject & AdmissionPolicy> = new Map(
  bundledObjects('policies.yaml')
    .filter(({ kind }) => kind === 'ValidatingAdmissionPolicy')
    .map((policy) => [String(policy.metadata?.name), policy as KubernetesObject & AdmissionPolicy]),
);
