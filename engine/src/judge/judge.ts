/** Judges claims file by file, and finds claims that occur twice in one folder. */
import { dirname, normalize } from 'node:path';
import type { Issue } from '../errors.ts';
import type { Flavour } from '../schema/index.ts';
import { teamLabel } from '../schema/vocabulary.ts';
import { type Document, type Place, readDocuments, type SyntaxIssue } from './documents.ts';
import type { ManifestFile } from './manifest-files.ts';
import { readsSecret } from './secret-references.ts';
import { issuesOf, type Offer, type Verdict, verdictOf } from './verdict.ts';
import { warningsOf } from './warnings.ts';

export interface JudgeOptions {
  /** The flavour of the cluster: Crossplane adds different fields to a claim in each. */
  readonly flavour: Flavour;
  /** Whether documents of other kinds are errors; otherwise they are counted. */
  readonly strict: boolean;
  /** Whether all files are for one cluster; otherwise each folder may be for its own. @default false */
  readonly isOneCluster?: boolean;
}

/** A verdict and the places of its errors. */
export interface Judged {
  readonly verdict: Verdict;
  readonly value: Readonly<Record<string, unknown>>;
  readonly place: (path: string) => Place;
  /** The files whose values were merged into it, if there are any, such as `base.yaml, prod.yaml`. */
  readonly values?: string;
}

export interface Judgement {
  readonly claims: readonly Judged[];
  /** Manifests of other kinds with warnings alone; they count as ignored. @default none */
  readonly warned?: readonly Judged[];
  /** How many documents are of other kinds. */
  readonly ignored: number;
  /** Names of the Secrets among them. */
  readonly secretNames: ReadonlySet<string>;
  /** Names of the Namespaces among them that have no label of a team. */
  readonly teamless: ReadonlySet<string>;
  /** Those that read keys of Secrets. */
  readonly secretReaders: readonly Document[];
  /** EnvironmentConfigs of the platform, not judged yet: their schema is that of the functions. */
  readonly environments: readonly Document[];
  /** Files that cannot be read, documents that are not YAML, and those of files named on the command line that are not an object. */
  readonly unusable: readonly SyntaxIssue[];
  /** Why something in a folder was left out, with its path. */
  readonly skipped: readonly string[];
}

/** The verdicts on all claims in the files, in their order. */
export function judge(files: Iterable<ManifestFile>, offer: Offer, options: JudgeOptions): Judgement {
  const { flavour, strict, isOneCluster = false } = options;
  const claims: Judged[] = [];
  const unusable: SyntaxIssue[] = [];
  const skipped: string[] = [];
  const environments: Document[] = [];
  const seen: Seen = new Map();
  const seenAnywhere: Seen = new Map();
  const secretReaders: Document[] = [];
  const secretNames = new Set<string>();
  const teamless = new Set<string>();
  let ignored = 0;
  for (const { file, text, named, read = readDocuments(file, text), skipped: reason } of files) {
    if (reason !== undefined) skipped.push(`${file}: ${reason}`);
    const { documents, issues } = read;
    unusable.push(...issues);
    for (const document of documents.flatMap(expand)) {
      if (!isObject(document.value)) {
        if (named) unusable.push(notAnObject(document));
        else ignored += 1;
        continue;
      }
      if (isEnvironment(document.value, offer)) {
        environments.push(document);
        continue;
      }
      const found = issuesOf(document.value, offer, flavour) ?? (strict ? [foreign(document.value)] : undefined);
      const errors = found && [...found, ...(text.length > largest ? sizeIssues(document.value) : [])];
      if (errors === undefined) {
        ignored += 1;
        if (readsSecret(document.value)) secretReaders.push(document);
        if (document.value['kind'] === 'Secret') secretNames.add(String(nameOf(document.value)));
        if (isTeamless(document.value, offer)) teamless.add(String(nameOf(document.value)));
        continue;
      }
      const verdict = verdictOf(document, []);
      const duplicate = duplicateOf(verdict, seen);
      const twin = isOneCluster && duplicate === undefined ? twinOf(verdict, seenAnywhere) : undefined;
      const warnings = [...warningsOf(document.value, offer), ...(twin === undefined ? [] : [twin])];
      const { value, place, values } = document;
      claims.push({
        verdict: verdictOf(document, duplicate === undefined ? errors : [...errors, duplicate], warnings),
        value,
        place,
        ...(values !== undefined && { values }),
      });
    }
  }
  return { claims, ignored, secretNames, teamless, secretReaders, environments, unusable, skipped };
}

/** Functions read the one EnvironmentConfig that has the platform's name. */
function isEnvironment(object: Readonly<Record<string, unknown>>, { name }: Offer): boolean {
  return object['kind'] === 'EnvironmentConfig' && nameOf(object) === name;
}

/** Whether it is a namespace that belongs to no team. */
function isTeamless({ kind, metadata }: Readonly<Record<string, unknown>>, { group }: Offer): boolean {
  const { labels } = (metadata ?? {}) as { labels?: Readonly<Record<string, unknown>> | null };
  return kind === 'Namespace' && labels?.[teamLabel(group)] === undefined;
}

function nameOf({ metadata }: Readonly<Record<string, unknown>>): unknown {
  return (metadata as { name?: unknown } | null | undefined)?.name;
}

/** The items of a `v1` List as documents, as kubectl takes them; any other document alone. */
export function expand(document: Document): Document[] {
  const { value, place } = document;
  if (!isObject(value) || value['apiVersion'] !== 'v1' || value['kind'] !== 'List') return [document];
  const items: unknown = value['items'] ?? [];
  // Whoever reads a List of something else must not take it for an empty one.
  if (!Array.isArray(items)) return [document];
  return items.map((item, index) => ({
    ...document,
    value: item,
    place: (path) => place(`items[${index}].${path}`),
  }));
}

/** The first verdict on each claim. */
type Seen = Map<string, Verdict>;

function duplicateOf(verdict: Verdict, seen: Seen): Issue | undefined {
  // Two folders may be of two clusters: kubectl and Argo CD apply one without its subfolders.
  const first = firstOf(verdict, seen, normalize(dirname(verdict.file)));
  if (first === undefined) return undefined;
  const where = first.file === verdict.file ? `document ${first.document} of this file` : first.file;
  return { path: 'metadata.name', message: `Duplicate value: ${JSON.stringify(verdict.name)}: it is also in ${where}` };
}

/** The same claim in another folder, whose files are for the same cluster. */
function twinOf(verdict: Verdict, seen: Seen): Issue | undefined {
  const first = firstOf(verdict, seen, '');
  if (first === undefined) return undefined;
  const message = `${JSON.stringify(verdict.name)} is also in ${first.file}, and one cluster cannot have both: validate what it gets`;
  return { path: 'metadata.name', message };
}

/** The verdict on the same claim in the same place, if one was seen. */
function firstOf(verdict: Verdict, seen: Seen, where: string): Verdict | undefined {
  const { apiVersion, kind, namespace, name, file, document } = verdict;
  if (name === null) return undefined;
  // Two versions of one API are the same object.
  const identity = JSON.stringify([where, apiVersion?.split('/')[0], kind, namespace, name]);
  const first = seen.get(identity);
  if (first === undefined) seen.set(identity, verdict);
  return first?.file === file && first.document === document ? undefined : first;
}

/** The bytes of an object that etcd stores: https://etcd.io/docs/v3.6/dev-guide/limit/ */
const largest = 1.5 * 1024 ** 2;

function sizeIssues(object: object): Issue[] {
  const bytes = Buffer.byteLength(JSON.stringify(object));
  return bytes <= largest
    ? []
    : [{ path: '', message: `Too long: ${bytes} bytes, and a cluster stores at most ${largest}` }];
}

function foreign({ apiVersion, kind }: Readonly<Record<string, unknown>>): Issue {
  const title = `${JSON.stringify(kind ?? null)} in version ${JSON.stringify(apiVersion ?? null)}`;
  return { path: 'kind', message: `kind ${title} is not one of this platform's` };
}

function notAnObject({ file, document, value, place }: Document): SyntaxIssue {
  const found = value === null ? 'nothing' : Array.isArray(value) ? 'a list' : `a ${typeof value}`;
  return { file, document, message: `expected a Kubernetes object, found ${found}`, ...place('') };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
