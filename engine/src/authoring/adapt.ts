/** Takes the function of an API from another package into a platform, with the platform's environment, concerns and tables. */
import { UserError } from '../errors.ts';
import { nearest, type Node, type Schema } from '../schema/index.ts';
import type { AnyConcern } from './concern.ts';
import type { AnyFunctions } from './functions.ts';
import { insistOnLimits } from './limits.ts';
import { sectionAt } from './sections.ts';
import { differenceOfForm } from './table-form.ts';

type AnyFunction = AnyFunctions[string];
type ContextOf<F extends AnyFunction> = F['planner']['plan'] extends (context: infer C, ...rest: never) => unknown
  ? C
  : never;
type TablesOf<F extends AnyFunction> = ContextOf<F> extends { readonly tables: infer T } ? T : {};
type EnvironmentOf<F extends AnyFunction> = ContextOf<F> extends { readonly environment: infer E } ? E : {};

type IsObject<T> = T extends readonly unknown[] ? false : T extends object ? true : false;
/** The paths of an environment of type `Read` that one of type `E` lacks, or has with another type. */
type Lacking<E, Read, Path extends string = ''> = {
  [K in keyof Read & string]-?: K extends keyof E
    ? IsObject<NonNullable<Read[K]>> extends true
      ? Lacking<NonNullable<E[K]>, NonNullable<Read[K]>, `${Path}${K}.`>
      : E[K] extends Read[K]
        ? never
        : `${Path}${K}`
    : {} extends Pick<Read, K>
      ? never
      : `${Path}${K}`;
}[keyof Read & string];
/** `unknown` if the environment has all that the function reads; otherwise a type that nothing matches, whose key is the error message. */
type Served<E, F extends AnyFunction> = [Lacking<E, EnvironmentOf<F>>] extends [never]
  ? unknown
  : {
      readonly 'the environment of this platform lacks a field, or has it with another type': Lacking<
        E,
        EnvironmentOf<F>
      >;
    };

/** What a platform may change about a function that it takes, besides its environment and its concerns. */
export interface Adaptation<T> {
  /** Replacements of the function's tables, by name. @default its own */
  readonly tables?: Partial<T>;
}

/** Adapts functions to a platform with environments of the type `E`. */
export interface Adapt<E> {
  /**
   * Returns the function of an API with this platform's environment and concerns, and with the tables that it replaces. Throws a `UserError`
   * if the environment lacks a field that the function always reads, if the API has no such table, or if a table has another form.
   */
  <F extends AnyFunction>(apiFunction: F & Served<E, F>, adaptation?: Adaptation<TablesOf<F>>): F;
}

/** Returns the `adapt` of a platform with this environment and these concerns. */
export function adapter<E>(environment: Schema<unknown, E>, concerns: readonly AnyConcern[]): Adapt<E> {
  const adapt = ({ planner, targets }: AnyFunction, { tables = {} }: Adaptation<object> = {}): AnyFunction => {
    const { kind } = planner.api;
    const known = Object.keys(planner.tables);
    const unknown = Object.keys(tables).find((name) => !known.includes(name));
    if (unknown !== undefined) throw noTable(kind, unknown, known);
    const lacking = lackingIn(environment, planner.environment);
    if (lacking !== undefined) {
      throw new UserError(`the environment of this platform has no ${lacking} as ${kind} reads it`, {
        hint: 'begin from the environment of the package that has the function, with `extended(environment, { … })`',
      });
    }
    insistOnLimits(environment, planner.api);
    const replaced = { ...planner.tables, ...tables };
    const problem = differenceOfForm(planner.tables, replaced, 'tables') ?? planner.tableProblem?.(replaced as never);
    if (problem !== undefined) {
      throw new UserError(`${kind} cannot use these tables: ${problem}`, {
        hint: 'begin from the tables of the package that has the function',
      });
    }
    const adapted = { ...planner, environment, concerns, tables: replaced };
    return {
      planner: adapted,
      targets: Object.fromEntries(
        Object.entries(targets).map(([name, target]) => [name, { ...target, planner: adapted }]),
      ),
    };
  };
  return adapt as unknown as Adapt<E>;
}

function noTable(kind: string, name: string, known: readonly string[]): UserError {
  const meant = nearest(name, known);
  return new UserError(`${kind} has no table ${name}${meant === undefined ? '' : `, did you mean ${meant}?`}`, {
    hint: known.length === 0 ? 'it has no tables' : `its tables are ${known.join(', ')}`,
  });
}

/** The path of a field of `read` that is always there, and that `own` lacks, may lack, or has as another kind of value. */
function lackingIn(own: Node, read: Node, path = ''): string | undefined {
  if (own.kind !== read.kind) return path;
  if (own.kind !== 'object' || read.kind !== 'object') return undefined;
  for (const [name, field] of Object.entries(read.fields)) {
    const same = own.fields[name];
    const at = path === '' ? name : `${path}.${name}`;
    const isAlways = field.presence !== 'optional';
    if (same === undefined && isAlways) return at;
    if (same === undefined) continue;
    if (isAlways && same.presence === 'optional') return at;
    const lacking = lackingIn(same, field, at);
    if (lacking !== undefined) return lacking;
  }
  return undefined;
}

/** The paths of `sections`, such as `incluster.postgres`, that the schema of an environment does not have. */
export function unknownSections(environment: Schema, sections: readonly string[]): readonly string[] {
  return sections.filter((path) => sectionAt(environment, `fields.${path.replaceAll('.', '.fields.')}`) === undefined);
}
