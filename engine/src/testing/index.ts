/**
 * planesmith/testing: what a platform's own tests need: claims judged, rendered, simulated, and drawn from their schema;
 * objects checked against the real kinds; a function server called as Crossplane calls it.
 */
// One claim, or every API on every target.
export { overlay } from '../preview/overlay.ts';
export { claimRenderer } from '../preview/render-claim.ts';
export { surveyCells } from '../preview/survey-cells.ts';
export {
  afterReconcile,
  answering,
  type Cluster,
  type Condition,
  type KubernetesObject,
  reconcile,
  type Reconciled,
  render,
  type Rendered,
  type RenderInput,
  toXr,
} from '../render/index.ts';
// The API server's verdict on claims.
export { judge } from '../judge/judge.ts';
export { manifestFiles } from '../judge/manifest-files.ts';
export { claimText, minimalClaim } from '../scaffold/minimal.ts';
export { invalidSpecs, issuesOf, validSpecs } from './arbitrary.ts';
// Objects against the schemas of their kinds and the platform's concerns.
export { obstacleTo, withConcerns } from '../authoring/concern.ts';
export { checkComposed, readSchemas } from '../models/index.ts';
// Environments, and what of them a target reads.
export { withoutSections } from '../authoring/sections.ts';
export { foreignSections } from '../runtime/read/foreign-sections.ts';
// The life of a claim.
export { nonsenseIn } from './laws.ts';
export { live } from './live.ts';
export { ownedAt, type Owned } from './owners.ts';
export { everyMishap, type Life, lives, type Step } from './lives.ts';
export type { Play, Stage, Written } from './player.ts';
export { SimulatedClaim, type SimulationOptions } from './simulated-claim.ts';
// A function server.
export { isSecretKey } from '../runtime/respond/redact.ts';
export { callFunction } from '../serve/test-client.ts';
export { makeAuthority, writeCertificates } from '../serve/throwaway-certificates.ts';
