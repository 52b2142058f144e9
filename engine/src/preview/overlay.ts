/** Merges the values of one environment into claims. */
import { UserError } from '../errors.ts';
import { type Document, issueLine, readDocuments, segments, type SyntaxIssue } from '../judge/documents.ts';
import { expand } from '../judge/judge.ts';
import type { ManifestFile } from '../judge/manifest-files.ts';
import { toYamlStream } from '../yaml/index.ts';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The files with `values` merged into the claims that they name. Values are fields of a spec by `Kind/name`. The place of each field is in
 * the file that it comes from. A file without such a claim is returned unchanged.
 *
 * Throws a `UserError` if the values cannot be read, or if they name a claim that no file has.
 */
export function overlay(files: Iterable<ManifestFile>, values: ManifestFile): ManifestFile[] {
  const { specs, place } = readValues(values);
  const unused = new Set(specs.keys());
  const withSpec = (base: Document, key: string, spec: Fields): Document => {
    const claim = base.value as Fields;
    return {
      ...base,
      value: { ...claim, spec: merged(claim['spec'], spec) },
      values: base.values === undefined ? values.file : `${base.values}, ${values.file}`,
      place: (path) =>
        isFromValues({ spec }, claim, segments(path))
          ? { ...place(`[${key}]${path.slice('spec'.length)}`), file: values.file }
          : base.place(path),
    };
  };
  let isReadable = true;
  const overlaid = [...files].map((manifest): ManifestFile => {
    const { documents: bases, issues } = manifest.read ?? readDocuments(manifest.file, manifest.text);
    if (issues.length > 0) isReadable = false;
    const documents = bases.flatMap(expand).map((base): Document => {
      const key = nameOf(base.value);
      const spec = key === undefined ? undefined : specs.get(key);
      if (key === undefined || spec === undefined) return base;
      unused.delete(key);
      return withSpec(base, key, spec);
    });
    if (documents.every((document) => document.values === undefined)) return manifest;
    return {
      ...manifest,
      text: toYamlStream(documents.map(({ value }) => value)),
      read: { documents, issues: manifest.read ? issues : [...issues, ...bases.flatMap(roundedIssue)] },
    };
  });
  // The missing claim may be in a document that cannot be read.
  if (unused.size === 0 || !isReadable) return overlaid;
  throw new UserError(`${values.file}: there is no claim ${[...unused].join(', ')}`, {
    hint: 'name a claim by its kind and name, such as Database/orders, or take the values out',
  });
}

/** Why a document cannot be written again with the same values. */
function roundedIssue({ file, document, rounded }: Document): SyntaxIssue[] {
  const message = 'this integer has more digits than a number keeps: write fewer, or put it in quotes';
  return rounded === undefined ? [] : [{ file, document, message, ...rounded }];
}

function readValues({ file, text, read = readDocuments(file, text) }: ManifestFile): {
  specs: Map<string, Fields>;
  place: Document['place'];
} {
  const { documents, issues } = read;
  const [issue] = [...issues, ...documents.flatMap(roundedIssue)];
  if (issue !== undefined) throw new UserError(issueLine(issue));
  const { value = {}, place = () => ({ line: 1, column: 1 }) } = documents[0] ?? {};
  if (documents.length > 1 || !isFields(value)) {
    throw new UserError(`${file}: expected one map, with fields of a spec for each claim`, {
      hint: 'such as: Database/orders: { size: medium }',
    });
  }
  const specs = new Map(
    Object.entries(value).map(([key, spec]) => {
      if (isFields(spec)) return [key, spec];
      throw new UserError(`${file}: ${key} is not a map`, { hint: `give fields of the claim's spec: ${key}: { … }` });
    }),
  );
  return { specs, place };
}

/** Whether the value at a path, or its absence, comes from `over` alone. A map in both comes from both. */
function isFromValues(over: unknown, base: unknown, [step, ...rest]: readonly string[]): boolean {
  if (!isFields(over) || !isFields(base)) return true;
  return step !== undefined && Object.hasOwn(over, step) && isFromValues(over[step], base[step], rest);
}

function nameOf(value: unknown): string | undefined {
  if (!isFields(value) || !isFields(value['metadata'])) return undefined;
  return `${String(value['kind'])}/${String(value['metadata']['name'])}`;
}

/** Merges maps field by field; any other value replaces, and null removes (https://helm.sh/docs/chart_template_guide/values_files/). */
function merged(base: unknown, over: unknown): unknown {
  if (!isFields(over)) return over;
  const fields = new Map(Object.entries(isFields(base) ? base : {}));
  for (const [key, value] of Object.entries(over)) {
    if (value === null) fields.delete(key);
    else fields.set(key, merged(fields.get(key), value));
  }
  return Object.fromEntries(fields);
}
