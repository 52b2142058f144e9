/** planesmith/testing: what a platform's own tests need: one claim to what Crossplane would apply, checked against the real kinds. */
export { checkComposed, readSchemas } from '../models/index.ts';
export {
  type Condition,
  type Handler,
  type KubernetesObject,
  render,
  type Rendered,
  type RenderInput,
  toXr,
} from '../render/index.ts';
