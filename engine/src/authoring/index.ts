/** planesmith/authoring: how the functions of a platform are written. docs/authoring.md lists the words. */

// The functions of a platform, bound to its environment and its concerns.
export { functionsOf } from './bind.ts';
export type { Adapt, Adaptation } from './adapt.ts';
export type { AnyFunctions, ApiFunction, Functions } from './functions.ts';

// Deciding.
export type { CloudName, DecisionContext, MakePlanner, Planner, PlanOf, Refuse } from './planner.ts';
export type { Claim } from './claim.ts';

// Composing.
export type { MakeTarget, SecretText, Target } from './target.ts';
export { main, perItem, resource, type Main, type PerItem, type Single } from './declaration.ts';
export { none, type None } from './none.ts';
export { moved, released, type Moved, type Refactoring, type Released } from './refactored.ts';
export type { Read, Requirement, RequirementOfAll, Requirements } from './reads.ts';
export { secretValues, type Unstructured } from './unstructured.ts';

// Sections of the environment.
export { sectionAt, type WithSections } from './sections.ts';

// Kinds, and when an object of one is ready.
export {
  composed,
  type AnyModel,
  type Composed,
  type ComposedKind,
  type ComposedResource,
  type ComposeOptions,
  type GeneratedModel,
  type Readiness,
} from './model.ts';
export { composedApi, type ComposedApi } from './composed-api.ts';
export { ready } from './readiness.ts';

// Concerns.
export { holds, type AnyConcern, type Concern } from './concern.ts';

// Errors: for a mistake of the claim's author, and for an environment that lacks something.
export { UserError } from '../errors.ts';
export { Incapable } from './incapable.ts';

// Claims in another form than objects of a cluster.
export type { Exported, ExportedClaim, ExportedObject, Exporter } from './exporter.ts';
