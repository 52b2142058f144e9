/** cel-js with the functions that Kubernetes gives to validation rules. */
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
 * What cel-js brings and evaluates as Kubernetes does, by name and number of arguments; a dot marks a method.
 * Everything else that it brings is not in Kubernetes (`bytes.hex`, `cel.bind`) or differs, and is left out or replaced.
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

/** How a function is known in `builtIn` and `libraryFunctions`. */
export function functionKey(word: string | undefined, isMethod: boolean, name: string, argumentCount: number): string {
  return `${word ?? ''}${isMethod ? '.' : ''}${name}/${argumentCount}`;
}

const words = new Map(
  libraries.flatMap(({ namespaces = [] }) => namespaces.map(({ word, type }) => [type.name, word] as const)),
);

/** Words that stand before functions, as in `sets.contains`. */
export const namespaceWords: ReadonlySet<string> = new Set(['optional', ...words.values()]);

/** Where cel-js has a function of its own of that name, ours is registered under another and calls are renamed. */
const renamed = 'kubernetes_';

function keyOf(signature: string): { key: string; name: string } {
  const [, receiver, name = '', parameters = ''] = /^(?:([\w.<>, ]+)\.)?(\w+)\((.*)\): /.exec(signature) ?? [];
  const count = parameters === '' ? 0 : parameters.replace(/<[^<>]*>/g, '').split(',').length;
  return { key: functionKey(receiver && words.get(receiver), receiver !== undefined, name, count), name };
}

/** The functions of our libraries, with the name under which cel-js knows them. */
const libraryFunctions: ReadonlyMap<string, string> = new Map(
  libraries.flatMap(({ functions }) =>
    functions.map(({ signature }) => {
      const { key, name } = keyOf(signature);
      return [key, `${renamed}${name}`] as const;
    }),
  ),
);

/** The name of a function for cel-js, or undefined where Kubernetes has none of that name and number of arguments. */
export function functionName(key: string, name: string): string | undefined {
  return libraryFunctions.get(key) ?? (builtIn.has(key) ? name : undefined);
}

/** The names of all functions, for suggestions. */
export const functionNames: readonly string[] = [...builtIn, ...libraryFunctions.keys()].map((key) =>
  key.replace(/^\.|\/\d+$/g, ''),
);

let base: Environment | undefined;

/** A new environment with all functions and nothing declared. */
export function newEnvironment(): Environment {
  base ??= build();
  return base.clone();
}

function build(): Environment {
  const environment = new Environment({ enableOptionalTypes: true, homogeneousAggregateLiterals: true });
  for (const { types = [], namespaces = [] } of libraries) {
    for (const { name, ctor } of types) {
      environment.registerType(name, ctor);
      environment.registerOperator(`${name} == ${name}`, (a: Comparable, b) => a[equals](b));
    }
    for (const { word, type } of namespaces) {
      environment.registerType(type.name, type.ctor);
      environment.registerConstant(word, type.name, new type.ctor());
    }
  }
  for (const { signature, run } of libraries.flatMap(({ functions }) => functions)) {
    const own = signature.replace(/(\w+)(?=\([^()]*\): )/, `${renamed}$1`);
    environment.registerFunction(own, run as (...values: unknown[]) => unknown, { async: false } as never);
  }
  return environment;
}
