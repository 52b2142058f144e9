/** The example claims as Argo CD has them before it compares or applies them. */
import type { KubernetesObject } from 'planesmith/testing';
import { example } from '../../cases/claims.ts';
import { exampleSpec } from '../../fixtures.ts';

/** What Git says of an API's example claim, as Argo CD reads it: with its own annotation. */
export function inGit(key: string, spec: object = exampleSpec(key)): KubernetesObject {
  const { apiVersion, kind, metadata } = example(`${key}.yaml`);
  const { name = key, namespace } = metadata;
  const tracking = `shop-prod:${apiVersion.split('/')[0]}/${kind}:team-a/${name}`;
  return {
    apiVersion,
    kind,
    metadata: { name, ...(namespace && { namespace }), annotations: { 'argocd.argoproj.io/tracking-id': tracking } },
    spec,
  };
}
