/** A package of APIs, a catalogue, as a new platform takes some of them: what is in it, and the files that take them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AnyConcern, AnyFunctions } from '../authoring/index.ts';
import { UserError } from '../errors.ts';
import type { File } from '../files.ts';
import { type Lock, lockIn } from '../lock/index.ts';
import { type AnyApi, nearest } from '../schema/index.ts';
import { kebab } from '../schema/kind-name.ts';
import { takenLock } from './taken-lock.ts';

/** The APIs that are taken, with what a platform must know of their package. */
export interface Taken {
  readonly catalogue: string;
  readonly version: string;
  readonly apis: readonly {
    readonly key: string;
    readonly identifier: string;
    readonly api: AnyApi;
    readonly apiFunction: AnyFunctions[string] | undefined;
  }[];
  /** Names of the concerns of which every kind must say what they mean for it. */
  readonly concerns: readonly string[];
  /** Its examples, by path. */
  readonly examples: readonly File[];
  /** That of the package, with what all of its APIs need; undefined if it has none. */
  readonly lock: Lock | undefined;
}

/**
 * The APIs of the package by their keys or kinds. The package must be installed in one of the folders or above it. Throws a `UserError` if it is not, or if it
 * lacks an API.
 */
export async function takeApis(
  catalogue: string,
  words: readonly string[],
  folders: readonly string[],
): Promise<Taken> {
  const home = homeOf(catalogue, folders);
  const require = createRequire(join(home, 'package.json'));
  const load = async (entry: string) =>
    (await import(pathToFileURL(require.resolve(`${catalogue}/${entry}`)).href)) as Record<string, unknown>;
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { readonly version: string };
  const examples = examplesIn(home);
  const known = examples.flatMap(({ path }) => /^examples\/([\w-]+)\.yaml$/.exec(path)?.[1] ?? []);
  const keys = [...new Set(words.map((word) => keyOf(word, known, catalogue)))];
  const apis = keys.map(async (key) => {
    const exported = Object.entries(await load(`apis/${key}`)).find(([, api]) => isApi(api) && kebab(api.kind) === key);
    if (exported === undefined) throw new UserError(`apis/${key} of ${catalogue} exports no API`);
    const [identifier, api] = exported as [string, AnyApi];
    const apiFunction = (await load(`functions/${key}`))[identifier] as AnyFunctions[string] | undefined;
    return { key, identifier, api, apiFunction };
  });
  const { concerns } = (await load('functions/concerns')) as { readonly concerns: readonly AnyConcern[] };
  return {
    catalogue,
    version,
    apis: await Promise.all(apis),
    concerns: concerns.filter(({ fields }) => fields === undefined).map(({ name }) => name),
    lock: lockIn(home),
    examples: examples.filter(({ path }) => keys.some((key) => path === `examples/${key}.yaml`) || isEnvironment(path)),
  };
}

/** The key that the word means: a kind, or other dashes and letters, are taken for it. */
function keyOf(word: string, known: readonly string[], catalogue: string): string {
  const bare = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const found = known.find((key) => bare(key) === bare(word));
  if (found !== undefined) return found;
  const meant = nearest(word, known);
  throw new UserError(`${catalogue} has no API ${word}${meant === undefined ? '' : `, did you mean ${meant}?`}`, {
    hint: `its APIs are ${known.join(', ')}`,
  });
}

const environments = 'examples/environments/';
/** The environment that commands read if none is given. */
const defaultEnvironment = `${environments}local.yaml`;
const isEnvironment = (path: string): boolean => path.startsWith(environments);

function homeOf(catalogue: string, folders: readonly string[]): string {
  for (const folder of folders) {
    try {
      return dirname(createRequire(join(folder, 'package.json')).resolve(`${catalogue}/package.json`));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  throw new UserError(`the package ${catalogue} is not installed here`, { hint: `npm install ${catalogue}` });
}

function examplesIn(home: string): readonly File[] {
  return ['examples/', environments]
    .flatMap((folder) =>
      existsSync(join(home, folder)) ? readdirSync(join(home, folder)).map((file) => `${folder}${file}`) : [],
    )
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => ({ path, content: readFileSync(join(home, path), 'utf8') }));
}

function isApi(value: unknown): value is AnyApi {
  return typeof value === 'object' && value !== null && 'kind' in value && 'spec' in value;
}

/** The files of the platform `name` that take the APIs, in place of those of a platform without. */
export function filesOf(
  { catalogue, apis, examples, lock }: Taken,
  { name, group, targets }: { readonly name: string; readonly group: string; readonly targets: readonly string[] },
): readonly File[] {
  // A developer's own machine is in one environment; the others are those of shared clusters, which have other targets.
  const isOfUse = ({ path }: File) =>
    !isEnvironment(path) || path === defaultEnvironment || targets.some((target) => target !== 'local');
  const list = (values: readonly string[]) => values.map((value) => `  ${value},\n`).join('');
  const named = (key: string, identifier: string) => (/^[a-z]\w*$/.test(key) ? key : `'${key}'`) + `: ${identifier}`;
  const imports = (folder: string) =>
    apis.map(({ key, identifier }) => `${use(`{ ${identifier} }`, `${catalogue}/${folder}/${key}`)}\n`).join('');
  return [
    {
      path: 'apis/index.ts',
      content: `/** The approved APIs: an API that is not listed here does not exist. */
${imports('apis')}
export const apis = {
${list(apis.map(({ key, identifier }) => (key === identifier ? key : named(key, identifier))))}};
`,
    },
    {
      path: 'functions/index.ts',
      content: `/** The function of each API. */
${use('type { Functions }', 'planesmith/authoring')}
${imports('functions')}${use('type { apis }', '../apis/index.ts')}
${use('{ adapt }', './bind.ts')}

export const functions = {
${list(apis.map(({ key, identifier }) => named(key, `adapt(${identifier})`)))}} satisfies Functions<typeof apis>;
`,
    },
    {
      path: 'functions/bind.ts',
      content: `/** What all functions of this platform share, bound once: every planner and target is made by these, and every function of ${catalogue} adapted. */
${use('{ functionsOf }', 'planesmith/authoring')}
${use('{ concerns }', `${catalogue}/functions/concerns`)}
${use('{ environment }', './environment.ts')}

export const { adapt, planner, target } = functionsOf({ environment, concerns });
`,
    },
    {
      path: 'functions/environment.ts',
      content: `/** The schema of the platform's EnvironmentConfig: that of ${catalogue}, to which sections of one's own are added in \`fields\`. */
${use('{ environment as catalogue }', `${catalogue}/functions/environment`)}
${use('{ extended, newClaimTargets }', 'planesmith/schema')}
${use('{ apis }', '../apis/index.ts')}

export const environment = extended(catalogue, { fields: { targets: newClaimTargets(apis) } });
`,
    },
    ...takenLock({ apis, lock }, targets, examples.filter(isOfUse)),
    ...examples
      .filter(isOfUse)
      .map(({ path, content }) => ({ path, content: renamed(String(content), { path, name, group }) })),
  ];
}

/** The example in the platform's group, or the environment under its name. */
function renamed(text: string, { path, name, group }: { path: string; name: string; group: string }): string {
  if (isEnvironment(path)) return text.replace(/(?<=^metadata:\n {2}name: ).*$/m, name);
  return text.replace(/(?<=^apiVersion: )[^/\n]+(?=\/)/m, group);
}

/** A statement of a generated file. It is put together here, so that no reader of this file takes it for its own. */
const use = (names: string, module: string) => `import ${names} from '${module}';`;
