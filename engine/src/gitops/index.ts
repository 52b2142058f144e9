/** planesmith/gitops: what GitOps controllers need to know of a platform. */
export {
  argoHealth,
  argoHealthKey,
  fluxHealthCheck,
  type FluxHealthCheckExpr,
  type HealthKind,
  healthKinds,
  type KindsOfPlatform,
  packageKinds,
} from './health/index.ts';
