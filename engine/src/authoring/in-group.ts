/** Gives the platform's API group to the kinds that are APIs of the platform itself. */
import { type Declaration, type Declarations, modelOf } from './declaration.ts';
import type { AnyFunctions } from './functions.ts';
import type { ComposedKind } from './model.ts';

/** The functions, of which every own API that they compose is in this group. */
export function inGroup(functions: AnyFunctions, group: string): AnyFunctions {
  return mapValues(functions, (apiFunction) => {
    const { planner, targets } = apiFunction;
    const composesOwn = Object.values(targets).some(({ resources }) =>
      Object.values(resources).map(modelOf).some(isOwn),
    );
    if (!composesOwn) return apiFunction;
    return {
      planner,
      targets: mapValues(targets, (target) => ({ ...target, resources: declarationsIn(target.resources, group) })),
    };
  });
}

function declarationsIn(declarations: Declarations, group: string): Declarations {
  return mapValues(declarations, (declaration): Declaration => {
    if (!('role' in declaration)) return kindIn(declaration, group);
    return { ...declaration, model: kindIn(declaration.model, group) };
  });
}

function kindIn(kind: ComposedKind, group: string): ComposedKind {
  return isOwn(kind) ? { ...kind, apiVersion: `${group}${kind.apiVersion}`, called: kind } : kind;
}

/** `composedApi` leaves the group out. */
function isOwn({ apiVersion }: ComposedKind): boolean {
  return apiVersion.startsWith('/');
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Readonly<Record<string, U>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
