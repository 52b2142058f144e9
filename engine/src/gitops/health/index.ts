/** What GitOps controllers take for the health of claims and packages, by kind. */
export { argoHealth, argoHealthKey } from './argo.ts';
export { fluxHealthCheck, type FluxHealthCheckExpr } from './flux.ts';
export { type HealthKind, healthKinds, type KindsOfPlatform, packageKinds } from './kinds.ts';
