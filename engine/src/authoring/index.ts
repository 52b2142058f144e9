/** planesmith/authoring: how the functions of a platform are written. */
export {
  composed,
  type AnyModel,
  type Composed,
  type ComposedKind,
  type ComposedOptions,
  type ComposedResource,
  type ComposeOptions,
  type Concerned,
  type Desired,
  type DesiredMetadata,
  type GeneratedModel,
  type Readiness,
} from './model.ts';
export {
  each,
  main,
  modelOf,
  none,
  type Declaration,
  type Declarations,
  type Each,
  type Made,
  type Main,
  type None,
  type Observed,
} from './declaration.ts';
export { always, conditionTrue, managed, starting } from './readiness.ts';
export { composedApi, type ComposedApi } from './composed-api.ts';
export type { Claim } from './claim.ts';
export {
  planner,
  type AnyPlanner,
  type CloudNameOptions,
  type EnvironmentBase,
  type Plan,
  type Planner,
  type PlannerContext,
  type PlannerOptions,
  type Refuse,
} from './planner.ts';
export {
  target,
  type AnyComposition,
  type AnyTarget,
  type Composition,
  type Requirement,
  type Requirements,
  type SecretValue,
  type Target,
  type TargetBase,
  type TargetContext,
  type TargetOptions,
} from './target.ts';
export { sectionAt, type OptionalSection, type WithSections } from './sections.ts';
export { secretValues, type Unstructured } from './unstructured.ts';
export { withConcerns, type AnyConcern, type Concern, type ConcernContext } from './concern.ts';
export type { Exported, ExportedClaim, ExportedObject, Exporter } from './exporter.ts';
export type { AnyFunctions, ApiFunction, Functions } from './functions.ts';
export { Incapable } from './incapable.ts';
export { UserError } from '../errors.ts';
