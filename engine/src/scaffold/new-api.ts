/** Plans the files that a new API adds to a platform, and the lines that it adds to indexes. */
import { unjudged } from '../authoring/concern.ts';
import { composed, ready } from '../authoring/index.ts';
import { UserError } from '../errors.ts';
import type { File } from '../files.ts';
import type { Platform } from '../platform/platform.ts';
import { type AnyApi, api, object, string } from '../schema/index.ts';
import { kebab } from '../schema/kind-name.ts';
import { apiFiles, configMapKind, type NewApi } from './api-files.ts';
import { withEntry } from './index-entry.ts';

/** Reads a file of the platform; undefined if it is not there. */
export type Read = (path: string) => string | undefined;

/** What a new API changes on the disk. */
export interface ApiChanges {
  readonly created: readonly File[];
  readonly changed: readonly File[];
}

/** What a new API must know of its platform. */
export interface Host {
  readonly group: string;
  readonly apis: Readonly<Record<string, AnyApi>>;
  /** The targets of its packages. */
  readonly targets: readonly string[];
  /** The concerns of which every kind must say what they mean for it. */
  readonly concerns: readonly string[];
}

/** The host of a platform that exists. */
export async function hostOf({ group, apis, packages, loadFunctions }: Platform): Promise<Host> {
  const model = { apiVersion: 'v1', kind: 'ConfigMap', plural: 'configmaps', namespaced: true };
  const silent = composed<object>(model, { ready: ready.exists });
  const functions = Object.values(await loadFunctions());
  const concerns = functions.flatMap(({ planner }) => unjudged(planner.concerns, silent).missing);
  const targets = packages.flatMap((declared) => [...declared.targets]);
  return { group, apis, targets: [...new Set(targets)], concerns: [...new Set(concerns)] };
}

/** The changes for an API `kind`; throws a `UserError` if its names cannot be used, if it exists, or if the platform has another layout. */
export function newApi(
  host: Host,
  kind: string,
  { targets, read }: { readonly targets: readonly string[]; readonly read: Read },
): ApiChanges {
  const named = names(host, kind, targets);
  const { key, identifier } = named;
  const kindFile = 'functions/kinds/config-map.ts';
  const created = [...apiFiles(named), ...(read(kindFile) === undefined ? [configMapKind(host.concerns)] : [])];
  const taken = created.find(({ path }) => read(path) !== undefined);
  if (taken !== undefined)
    throw new UserError(`${taken.path} exists already`, { hint: 'choose another kind, or move the file away' });
  const indexes = [
    { file: 'apis/index.ts', list: 'apis', module: `./${key}.ts` },
    { file: 'functions/index.ts', list: 'functions', module: `./${key}/index.ts` },
  ];
  const bind = read('functions/bind.ts');
  if (bind === undefined) throw absent('functions/bind.ts', 'it exports `planner` and `target`, made by `functionsOf`');
  const changed = indexes.map(({ file, list, module }) => {
    const text = read(file);
    if (text === undefined) throw absent(file, `it exports the list \`${list}\``);
    return { path: file, content: withEntry(text, { file, list, module, key, identifier }) };
  });
  return { created, changed };
}

function names({ group, apis, targets: known }: Host, kind: string, targets: readonly string[]): NewApi {
  const [first, ...others] = targets.length > 0 ? targets : known;
  const unknown = targets.filter((target) => !known.includes(target));
  if (first === undefined || unknown.length > 0) {
    throw new UserError(`no package has the target ${unknown.join(', ')}`, {
      hint: `the targets are ${known.join(', ')}`,
    });
  }
  // It refuses a kind that Kubernetes or Crossplane would refuse.
  const { plural, version } = api({
    kind,
    description: 'A text.',
    targets: [first, ...others],
    spec: object({ text: string('A text.', { maxLength: 1 }) }),
    recorded: object({}),
    status: object({}),
    secret: {},
  });
  const same = Object.values(apis).find(
    (other) => other.kind.toLowerCase() === kind.toLowerCase() || other.plural === plural,
  );
  if (same !== undefined) throw new UserError(`there is an API ${same.kind} already`, { hint: 'choose another kind' });
  const key = kebab(kind);
  const camel = `${kind.charAt(0).toLowerCase()}${kind.slice(1)}`;
  const identifier = reserved.has(camel) ? `${camel}Api` : camel;
  return { kind, key, identifier, targets: [first, ...others], apiVersion: `${group}/${version}` };
}

/** Words that a constant cannot be named by, or that mean something else in the files of an API. */
const reserved = new Set(
  (
    'api apis arguments await boolean break case catch check claim class composed const continue debugger default delete do else enum environment eval example expect export extends ' +
    'false finally for function functions if implements import in instanceof interface let list main new null object optional package parse platform ' +
    'planner private protected public render resources return static string super switch target test this throw true try typeof undefined var void while with yield'
  ).split(' '),
);

function absent(file: string, why: string): UserError {
  return new UserError(`there is no ${file}`, { hint: `${why}; planesmith init writes a platform with that layout` });
}
