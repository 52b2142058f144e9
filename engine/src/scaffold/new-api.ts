/** Plans the files that a new API adds to a platform, and the lines that it adds to indexes. */
import { unjudged } from '../authoring/concern.ts';
import { composed, ready } from '../authoring/index.ts';
import { UserError } from '../errors.ts';
import type { File } from '../files.ts';
import type { Platform } from '../platform/platform.ts';
import { api, object, string } from '../schema/index.ts';
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

/** The changes for an API `kind`; throws a `UserError` if its names cannot be used, if it exists, or if the platform has another layout. */
export async function newApi(
  platform: Platform,
  kind: string,
  { targets, read }: { readonly targets: readonly string[]; readonly read: Read },
): Promise<ApiChanges> {
  const named = names(platform, kind, targets);
  const { key, identifier } = named;
  const kindFile = 'functions/kinds/config-map.ts';
  const created = [...apiFiles(named), ...(read(kindFile) === undefined ? [await kindOf(platform)] : [])];
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

function names(platform: Platform, kind: string, targets: readonly string[]): NewApi {
  const known = [...new Set(platform.packages.flatMap((declared) => [...declared.targets]))];
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
    secret: [],
  });
  const same = Object.values(platform.apis).find(
    (other) => other.kind.toLowerCase() === kind.toLowerCase() || other.plural === plural,
  );
  if (same !== undefined) throw new UserError(`there is an API ${same.kind} already`, { hint: 'choose another kind' });
  const key = kebab(kind);
  const camel = `${kind.charAt(0).toLowerCase()}${kind.slice(1)}`;
  const identifier = reserved.has(camel) ? `${camel}Api` : camel;
  return { kind, key, identifier, targets: [first, ...others], apiVersion: `${platform.group}/${version}` };
}

/** Words that a constant cannot be named by, or that mean something else in the files of an API. */
const reserved = new Set(
  (
    'api apis arguments await boolean break case catch check class const continue debugger default delete do else enum eval example expect export extends ' +
    'false finally for function functions if implements import in instanceof interface let list main new null object optional package parse platform ' +
    'planner private protected public return static string super switch target test this throw true try typeof undefined var void while with yield'
  ).split(' '),
);

/** The file of the kind ConfigMap for the concerns of this platform. */
async function kindOf(platform: Platform): Promise<File> {
  const functions = Object.values(await platform.loadFunctions());
  const model = { apiVersion: 'v1', kind: 'ConfigMap', plural: 'configmaps', namespaced: true };
  const silent = composed<object>(model, { ready: ready.exists });
  return configMapKind([...new Set(functions.flatMap(({ planner }) => unjudged(planner.concerns, silent).missing))]);
}

function absent(file: string, why: string): UserError {
  return new UserError(`there is no ${file}`, { hint: `${why}; docs/authoring.md shows the layout of a platform` });
}
