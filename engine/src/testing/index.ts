/** planesmith/testing: what a platform's own tests need: claims rendered, simulated, and drawn from their schema; objects checked against the real kinds. */
export { checkComposed, readSchemas } from '../models/index.ts';
export {
  type Condition,
  type KubernetesObject,
  render,
  type Rendered,
  type RenderInput,
  toXr,
} from '../render/index.ts';
export { invalidSpecs, issuesOf, validSpecs } from './arbitrary.ts';
export { nonsenseIn } from './laws.ts';
export { live } from './live.ts';
export { ownedAt, type Owned } from './owners.ts';
export { everyMishap, type Life, lives, type Step } from './lives.ts';
export type { Play, Stage, Written } from './player.ts';
export { SimulatedClaim, type SimulationOptions } from './simulated-claim.ts';
