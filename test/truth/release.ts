/** The next release of this platform, with one change. */
import type { AnyFunctions } from 'planesmith/authoring';
import { dispatch, type Handler } from 'planesmith/runtime';
import type { Node } from 'planesmith/schema';
import { functions } from '../../functions/index.ts';
import { platform } from '../cases/platform.ts';
import type { Loose } from '../fixtures.ts';
import type { Kinds } from './world.ts';

export type AnyFunction = AnyFunctions[string];
export type AnyTarget = AnyFunction['targets'][string];

/** A release as the commands load it, and as Crossplane calls it. */
export interface Release {
  readonly platform: typeof platform;
  readonly handler: Handler;
  readonly kinds: Kinds;
}

/** What changes, in one API or in the environment of all. */
export interface Change {
  /** The basename of the API. */
  readonly key: string;
  readonly spec?: (spec: Node) => Node;
  readonly tables?: (tables: object) => object;
  /** Of one target. */
  readonly target?: { readonly name: string; readonly change: (target: AnyTarget) => AnyTarget };
  readonly environment?: (environment: Node) => Node;
}

const released: AnyFunctions = functions;

/** The function of one API in this release. */
export function functionOf(key: string): AnyFunction {
  const found = released[key];
  if (found === undefined) throw new Error(`there is no API ${key}`);
  return found;
}

/** The release with a change. */
export function releaseWith(change: Change): Release {
  const environment = change.environment?.(functionOf(change.key).planner.environment as Node);
  const changed = Object.entries(released).map(([key, one]) => {
    if (key !== change.key && environment === undefined) return [key, one] as const;
    return [key, changedFunction(one, key === change.key ? change : {}, environment)] as const;
  });
  const all = Object.fromEntries(changed) as AnyFunctions;
  const api = all[change.key]!.planner.api;
  return {
    platform: { ...platform, apis: { ...platform.apis, [change.key]: api }, loadFunctions: async () => all },
    handler: dispatch(all),
    kinds: kindsOf(all),
  };
}

function changedFunction(
  { planner, targets }: AnyFunction,
  change: Partial<Change>,
  environment: Node | undefined,
): AnyFunction {
  const { spec = (same: Node) => same, tables = (same: object) => same, target } = change;
  const next = {
    ...planner,
    api: { ...planner.api, spec: spec(planner.api.spec as Node) },
    tables: tables(planner.tables),
    ...(environment && { environment }),
  } as AnyFunction['planner'];
  const own = Object.entries(targets).map(([name, one]) => {
    const changed = target?.name === name ? target.change(one) : one;
    return [name, { ...changed, planner: next }] as const;
  });
  return { planner: next, targets: Object.fromEntries(own) as AnyFunction['targets'] };
}

/** The composed kinds of a release. */
function kindsOf(all: AnyFunctions): Kinds {
  const declared = Object.values(all)
    .flatMap(({ targets }) => Object.values(targets))
    .flatMap(({ resources }) => Object.values<Loose>(resources as Loose))
    .map((declaration) => ('role' in declaration ? declaration['model'] : declaration) as Loose);
  return new Map(declared.map((kind) => [`${kind['apiVersion']} ${kind['kind']}`, kind as never]));
}
