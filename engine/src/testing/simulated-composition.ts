/** What a simulated cluster has besides claims: the Composition of an API on a target, and the facts of the environment. */
import type { KubernetesObject } from '../render/index.ts';
import type { AnyApi } from '../schema/index.ts';

/** The name of the platform, and so of its EnvironmentConfig. */
const platform = 'platform';

const environmentConfig = { apiVersion: 'apiextensions.crossplane.io/v1beta1', kind: 'EnvironmentConfig' };

/** The EnvironmentConfig that the function reads. */
export function environmentConfigWith(data: Readonly<Record<string, unknown>>): KubernetesObject {
  return { ...environmentConfig, metadata: { name: platform }, data };
}

/** A Composition whose one step is the platform's function. */
export function compositionOf({ plural }: AnyApi, target: string): KubernetesObject {
  const input = { apiVersion: 'planesmith.dev/v1alpha1', kind: 'Input', target, platform, platformVersion: '0.1.0' };
  const requiredResources = [{ requirementName: 'environment', ...environmentConfig, name: platform }];
  return {
    apiVersion: 'apiextensions.crossplane.io/v1',
    kind: 'Composition',
    metadata: { name: `${plural}-${target}` },
    spec: { pipeline: [{ step: platform, input, requirements: { requiredResources } }] },
  };
}
