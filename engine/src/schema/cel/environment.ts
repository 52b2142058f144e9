/** The cel-js environment with the functions that Kubernetes offers to validation rules. */
import { Environment } from '@marcbachmann/cel-js';
import { conversions } from './library/conversion.ts';
import { type CelLibrary, type Comparable, equals } from './library/function.ts';
import { addresses } from './library/ip.ts';
import { lists } from './library/lists.ts';
import { namedFormats } from './library/named-format.ts';
import { quantities } from './library/quantity.ts';
import { regex } from './library/regex.ts';
import { sets } from './library/sets.ts';
import { strings } from './library/strings.ts';
import { urls } from './library/url.ts';

const libraries: readonly CelLibrary[] = [
  addresses,
  conversions,
  lists,
  namedFormats,
  quantities,
  regex,
  sets,
  strings,
  urls,
];

/**
 * The functions of cel-js that behave as in Kubernetes, by name and number of arguments; a dot marks a method.
 * All its other functions are missing in Kubernetes (`bytes.hex`, `cel.bind`) or differ there; they are left out or replaced.
 */
const builtIn: ReadonlySet<string> = new Set(
  [
    'has/1 size/1 bool/1 bytes/1 dyn/1 type/1 uint/1',
    '.size/0 .contains/1 .startsWith/1 .endsWith/1 .join/0 .join/1',
    '.all/2 .exists/2 .exists_one/2 .map/2 .map/3 .filter/2',
    '.getDate/0 .getDayOfMonth/0 .getDayOfWeek/0 .getFullYear/0 .getMonth/0',
    '.getHours/0 .getMinutes/0 .getSeconds/0 .getMilliseconds/0',
    '.hasValue/0 .value/0 .or/1 .orValue/1 optional.none/0 optional.of/1',
  ].flatMap((line) => line.split(' ')),
);

/** The key of a function in `builtIn` and `libraryFunctions`. */
export function functionKey(word: string | undefined, isMethod: boolean, name: string, argumentCount: number): string {
  return `${word ?? ''}${isMethod ? '.' : ''}${name}/${argumentCount}`;
}

const words = new Map(
  libraries.flatMap(({ namespaces = [] }) => namespaces.map(({ word, type }) => [type.name, word] as const)),
);

/** Namespaces of functions, such as `sets` in `sets.contains`. */
export const namespaceWords: ReadonlySet<string> = new Set(['optional', ...words.values()]);

/** The prefix of our functions in cel-js, which may have a function of the same name; `adapt` renames the calls in rules. */
const prefix = 'kubernetes_';

function keyOf(signature: string): { key: string; name: string } {
  const [, receiver, name = '', parameters = ''] = /^(?:([\w.<>, ]+)\.)?(\w+)\((.*)\): /.exec(signature) ?? [];
  const count = parameters === '' ? 0 : parameters.replace(/<[^<>]*>/g, '').split(',').length;
  return { key: functionKey(receiver && words.get(receiver), receiver !== undefined, name, count), name };
}

/** The functions of our libraries, with their names in cel-js. */
const libraryFunctions: ReadonlyMap<string, string> = new Map(
  libraries.flatMap(({ functions }) =>
    functions.map(({ signature }) => {
      const { key, name } = keyOf(signature);
      return [key, `${prefix}${name}`] as const;
    }),
  ),
);

/** The name of a function in cel-js; undefined if Kubernetes has no function of that name and number of arguments. */
export function functionName(key: string, name: string): string | undefined {
  return libraryFunctions.get(key) ?? (builtIn.has(key) ? name : undefined);
}

/** The names of all functions, for suggestions. */
export const functionNames: readonly string[] = [...builtIn, ...libraryFunctions.keys()].map((key) =>
  key.replace(/^\.|\/\d+$/g, ''),
);

let base: Environment | undefined;

/** A new environment with all functions and no variables. */
export function newEnvironment(): Environment {
  base ??= build();
  return base.clone();
}

/**
 * Lets rules compare values of the type with null, which no value that is there equals. Kubernetes allows it for objects and times alone:
 * https://github.com/google/cel-go/blob/v0.26.0/checker/types.go#L214
 */
export function comparableWithNull(environment: Environment, type: string): void {
  environment.registerOperator(`${type} == null`, () => false);
}

function build(): Environment {
  const environment = new Environment({ enableOptionalTypes: true, homogeneousAggregateLiterals: true });
  for (const type of ['google.protobuf.Duration', 'google.protobuf.Timestamp']) comparableWithNull(environment, type);
  for (const { types = [], namespaces = [] } of libraries) {
    for (const { name, ctor } of types) {
      environment.registerType(name, ctor);
      environment.registerOperator(`${name} == ${name}`, (a: Comparable, b) => a[equals](b));
      comparableWithNull(environment, name);
    }
    for (const { word, type } of namespaces) {
      environment.registerType(type.name, type.ctor);
      environment.registerConstant(word, type.name, new type.ctor());
    }
  }
  for (const { signature, run } of libraries.flatMap(({ functions }) => functions)) {
    const prefixed = signature.replace(/(\w+)(?=\([^()]*\): )/, `${prefix}$1`);
    environment.registerFunction(prefixed, run as (...values: unknown[]) => unknown, { async: false } as never);
  }
  return environment;
}
