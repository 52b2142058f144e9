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
  main,
  modelOf,
  none,
  orderOf,
  perItem,
  resource,
  type Declaration,
  type Declarations,
  type Main,
  type None,
  type Observed,
  type Order,
  type PerItem,
  type Resources,
  type Single,
} from './declaration.ts';
export { always, conditionTrue, managed, starting } from './readiness.ts';
export { composedApi, type ComposedApi } from './composed-api.ts';
export type { Claim } from './claim.ts';
export { functionsOf, type FunctionsOptions } from './bind.ts';
export type {
  AnyPlanner,
  CloudName,
  CloudNameOptions,
  DecisionContext,
  Decisions,
  EnvironmentBase,
  MakePlanner,
  Planner,
  PlannerOptions,
  PlanOf,
  Refusal,
  Refuse,
} from './planner.ts';
export type { RecordContext, RecordDecisions, RecordOf, Revised } from './record.ts';
export type { Requirement, Requirements, SecretSource, SecretSources } from './reads.ts';
export type {
  AnyTarget,
  AnyTargetResult,
  MakeTarget,
  SecretText,
  SecretValue,
  Target,
  TargetBase,
  TargetContext,
  TargetOptions,
  TargetResult,
} from './target.ts';
export { sectionAt, type OptionalSection, type WithSections } from './sections.ts';
export { secretValues, type Unstructured } from './unstructured.ts';
export { holds, type AnyConcern, type Concern, type ConcernContext } from './concern.ts';
export type { Exported, ExportedClaim, ExportedObject, Exporter } from './exporter.ts';
export { environmentOf, type AnyFunctions, type ApiFunction, type Functions } from './functions.ts';
export { Incapable } from './incapable.ts';
export { UserError } from '../errors.ts';
