/** The five resources as a function of Crossplane's own TypeScript SDK, written as its documentation shows. */
import {
  Ready,
  fromObject,
  getCondition,
  getObservedComposedResources,
  getObservedCompositeResource,
  serve,
  setDesiredComposedResources,
} from '@crossplane-org/function-sdk-typescript';
import { type AppSpec, parts } from './parts.ts';

const conditionOf: Readonly<Record<string, string>> = {
  Deployment: 'Available',
  Cluster: 'Ready',
  ExternalSecret: 'Ready',
};

serve((request, response) => {
  const xr = getObservedCompositeResource(request)?.resource ?? {};
  const observed = getObservedComposedResources(request);
  const desired = Object.entries(parts).map(([key, { apiVersion, kind, spec }]) => {
    const exists = observed[key]?.resource;
    const type = conditionOf[kind];
    const isReady = exists !== undefined && (type === undefined || getCondition(exists, type).status === 'True');
    const labels = { 'app.kubernetes.io/name': 'app', 'app.kubernetes.io/instance': xr['metadata'].name };
    const metadata = { name: `${xr['metadata'].name}-${key}`, namespace: xr['metadata'].namespace, labels };
    const object = { apiVersion, kind, metadata, spec: spec(xr['spec'] as AppSpec) };
    return [key, fromObject(object, {}, isReady ? Ready.READY_TRUE : Ready.READY_FALSE)] as const;
  });
  return setDesiredComposedResources(response, Object.fromEntries(desired));
});
