/** Claims judged file by file, with what can only be seen across files. */
import type { Issue } from '../errors.ts';
import type { Flavour } from '../schema/index.ts';
import { type Document, type Place, readDocuments, type SyntaxIssue } from './documents.ts';
import type { ManifestFile } from './manifest-files.ts';
import { issuesOf, type Offer, type Verdict, verdictOf } from './verdict.ts';

export interface JudgeOptions {
  /** The flavour of the cluster: Crossplane adds different fields to a claim in each. */
  readonly flavour: Flavour;
  /** Whether other kinds are denied rather than counted. */
  readonly strict: boolean;
}

/** A verdict and where each of its errors stands. */
export interface Judged {
  readonly verdict: Verdict;
  readonly value: Readonly<Record<string, unknown>>;
  readonly place: (path: string) => Place;
  /** The file whose values were merged into it, where there is one. */
  readonly values?: string;
}

export interface Judgement {
  readonly claims: readonly Judged[];
  /** Documents of other kinds. */
  readonly ignored: number;
  /** EnvironmentConfigs of the platform, which count as neither: the functions know their schema. */
  readonly environments: readonly Document[];
  /** Documents that are no YAML, or no object where one was asked for by name. */
  readonly unusable: readonly SyntaxIssue[];
}

/** The verdicts on all claims in the files, in their order. */
export function judge(files: Iterable<ManifestFile>, offer: Offer, { flavour, strict }: JudgeOptions): Judgement {
  const claims: Judged[] = [];
  const unusable: SyntaxIssue[] = [];
  const environments: Document[] = [];
  const seen = new Map<string, Verdict>();
  let ignored = 0;
  for (const { file, text, named, read = readDocuments(file, text) } of files) {
    const { documents, issues } = read;
    unusable.push(...issues);
    for (const document of documents.flatMap(expand)) {
      if (!isObject(document.value)) {
        if (named) unusable.push(noObject(document));
        else ignored += 1;
        continue;
      }
      if (isEnvironment(document.value, offer)) {
        environments.push(document);
        continue;
      }
      const errors = issuesOf(document.value, offer, flavour) ?? (strict ? [foreign(document.value)] : undefined);
      if (errors === undefined) {
        ignored += 1;
        continue;
      }
      const twin = twinOf(verdictOf(document, errors), seen);
      const verdict = verdictOf(document, twin === undefined ? errors : [...errors, twin]);
      const { value, place, values } = document;
      claims.push({ verdict, value, place, ...(values !== undefined && { values }) });
    }
  }
  return { claims, ignored, environments, unusable };
}

/** Functions read the one EnvironmentConfig that has the platform's name. */
function isEnvironment({ kind, metadata }: Readonly<Record<string, unknown>>, { name }: Offer): boolean {
  return kind === 'EnvironmentConfig' && (metadata as { name?: unknown } | undefined)?.name === name;
}

/** The items of a `v1` List are documents of their own, as they are to kubectl. */
export function expand(document: Document): Document[] {
  const { value, place } = document;
  if (!isObject(value) || value['apiVersion'] !== 'v1' || value['kind'] !== 'List') return [document];
  const items = Array.isArray(value['items']) ? (value['items'] as unknown[]) : [];
  return items.map((item, index) => ({
    ...document,
    value: item,
    place: (path) => place(`items[${index}].${path}`),
  }));
}

function twinOf(verdict: Verdict, seen: Map<string, Verdict>): Issue | undefined {
  const { apiVersion, kind, namespace, name, file, document } = verdict;
  if (name === null) return undefined;
  // One object may be written in several versions.
  const identity = JSON.stringify([apiVersion?.split('/')[0], kind, namespace, name]);
  const first = seen.get(identity);
  if (first === undefined) seen.set(identity, verdict);
  if (first === undefined || (first.file === file && first.document === document)) return undefined;
  const where = first.file === file ? `document ${first.document} of this file` : first.file;
  return { path: 'metadata.name', message: `Duplicate value: ${JSON.stringify(name)}: it is also in ${where}` };
}

function foreign({ apiVersion, kind }: Readonly<Record<string, unknown>>): Issue {
  const title = `${JSON.stringify(kind ?? null)} in version ${JSON.stringify(apiVersion ?? null)}`;
  return { path: 'kind', message: `kind ${title} is not one of this platform's` };
}

function noObject({ file, document, value, place }: Document): SyntaxIssue {
  const what = Array.isArray(value) ? 'a list' : `a ${typeof value}`;
  return { file, document, message: `${what} where a Kubernetes object is expected`, ...place('') };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
