/**
 * planesmith/testing: for the tests of a platform. It judges, renders, simulates and draws claims, compares releases, checks composed objects
 * against concerns, and calls a function server as Crossplane does.
 */

// Claims rendered: one, or the examples of all APIs on all targets.
export { overlay } from '../preview/overlay.ts';
export { claimRenderer } from '../preview/render-claim.ts';
export { surveyCells } from '../preview/survey-cells.ts';
export {
  afterReconcile,
  answering,
  type Cluster,
  type KubernetesObject,
  reconcile,
  reconcileWith,
  render,
  type Rendered,
  toXr,
} from '../render/index.ts';

// What an admission policy refuses.
export { type AdmissionPolicy, refusalBy } from './admission.ts';

// Claims judged as the API server does, and drawn from a schema.
export { judge } from '../judge/judge.ts';
export { manifestFiles } from '../judge/manifest-files.ts';
export { examine } from '../preview/examine.ts';
export { fieldChanges, type FieldChanges } from '../preview/claim-changes.ts';
export { claimText, minimalClaim } from '../scaffold/minimal.ts';
export { invalidSpecs, issuesOf, validSpecs } from './arbitrary.ts';

// YAML as kubectl reads it.
export { readYaml } from '../yaml/index.ts';

// Composed objects checked against concerns.
export { obstacleTo, withConcerns } from '../authoring/concern.ts';

// What an owner refuses to change on an object that exists.
export { immutableChanges } from '../authoring/immutable.ts';

// The sections of an environment that a target reads.
export { withoutSections } from '../authoring/sections.ts';
export { foreignSections } from '../runtime/read/foreign-sections.ts';

// Claims simulated over time.
export { nonsenseIn } from './laws.ts';
export { live, type Upgrade } from './live.ts';
export { ownedAt } from './owners.ts';
export { everyMishap, lives, type Step } from './lives.ts';
export type { Play, Stage, Written } from './player.ts';
export { SimulatedClaim, type SimulationOptions } from './simulated-claim.ts';

// Releases and flavours compared by what they make of claims.
export { aboutRelease, cellsOf, fieldsIn } from '../compare/behaviour/about.ts';
export { compareReleases } from '../compare/behaviour/compare-releases.ts';
export { planClaims } from '../compare/behaviour/plan-claims.ts';
export { settler } from '../compare/behaviour/settle.ts';
export { type PlannedKind, planOf } from '../compare/plan.ts';
export { moveClaims } from '../migrate/identities.ts';

// The next version of a provider or operator, judged by what is composed.
export { bumpComparison } from '../bump/comparison.ts';
export { sampleValues } from '../bump/sample-values.ts';

// Function servers.
export { isSecretKey } from '../runtime/respond/redact.ts';
export { callFunction, functionClient } from '../serve/test-client.ts';
export { makeAuthority, writeCertificates } from '../serve/throwaway-certificates.ts';
