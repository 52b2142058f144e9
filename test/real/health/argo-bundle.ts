/** What `planesmith gitops build` writes for Argo CD, from the fleet of the examples with a cluster in the flavour that a test wants. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Flavour } from 'planesmith/schema';
import type { KubernetesObject } from 'planesmith/testing';
import { parseAllDocuments } from 'yaml';
import { planesmith, root } from '../../pages/page.ts';

/** The files of a cluster for Argo CD. */
export interface ArgoBundle {
  /** The path of its part of `argocd-cm`. */
  readonly settings: string;
  /** The Application of the repository of claims. */
  readonly application: KubernetesObject;
  readonly projects: readonly KubernetesObject[];
  remove(): void;
}

export async function argoBundle(flavour: Flavour): Promise<ArgoBundle> {
  const scratch = mkdtempSync(join(tmpdir(), 'planesmith-argo-'));
  const [fleet, out] = [join(scratch, 'fleet'), join(scratch, 'built')];
  cpSync(join(root, 'examples/gitops'), fleet, { recursive: true });
  const cluster = join(fleet, 'clusters/prod.yaml');
  writeFileSync(cluster, readFileSync(cluster, 'utf8').replace('flavour: namespaced', `flavour: ${flavour}`));
  await planesmith('gitops', 'build', fleet, '--out', out);
  const folder = join(out, 'prod/argocd');
  const application = objectsIn(join(folder, 'applications.yaml')).find(
    ({ metadata }) => metadata.name === 'shop-prod',
  );
  if (application === undefined) throw new Error('the fleet of the examples has no application shop');
  return {
    settings: join(folder, 'settings.yaml'),
    application,
    projects: objectsIn(join(folder, 'projects.yaml')),
    remove: () => rmSync(scratch, { recursive: true }),
  };
}

/** The objects in a file of YAML documents. */
export function objectsIn(file: string): readonly KubernetesObject[] {
  return parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as KubernetesObject);
}
