/** Merges the values of one environment into claims. */
import { UserError } from '../errors.ts';
import { type Document, issueLine, readDocuments, segments, type SyntaxIssue } from '../judge/documents.ts';
import { expand } from '../judge/judge.ts';
import type { ManifestFile } from '../judge/manifest-files.ts';
import { toYamlStream } from '../yaml/index.ts';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A file of values. */
interface Values {
  readonly file: string;
  /** Fields of a spec, by the claim that they are of. */
  readonly specs: ReadonlyMap<string, Fields>;
  readonly place: Document['place'];
}

/** One of the specs that are merged. */
interface Layer {
  readonly value: unknown;
  /** The file of values; undefined for the claim itself. */
  readonly values: Values | undefined;
}

/**
 * The files with `values` merged into the claims that they name. Values are fields of a spec by `Kind/name`. The place of each field is in
 * the file that it comes from. A file without such a claim is returned unchanged.
 *
 * Throws a `UserError` if values cannot be read, or if they name a claim that no file has.
 */
export function overlay(files: Iterable<ManifestFile>, ...values: readonly ManifestFile[]): ManifestFile[] {
  const all = values.map(readValues);
  const found = new Set<string>();
  let isReadable = true;
  const overlaid = [...files].map((manifest): ManifestFile => {
    const { documents: bases, issues } = manifest.read ?? readDocuments(manifest.file, manifest.text);
    if (issues.length > 0) isReadable = false;
    const documents = bases.flatMap(expand).map((base): Document => {
      const key = nameOf(base.value);
      if (key === undefined) return base;
      found.add(key);
      return withValues(base, key, all);
    });
    if (documents.every((document) => document.values === undefined)) return manifest;
    return {
      ...manifest,
      text: toYamlStream(documents.map(({ value }) => value)),
      read: { documents, issues: manifest.read ? issues : [...issues, ...bases.flatMap(roundedIssue)] },
    };
  });
  for (const { file, specs } of all) {
    const unused = [...specs.keys()].filter((key) => !found.has(key));
    // The missing claim may be in a document that cannot be read.
    if (unused.length === 0 || !isReadable) continue;
    throw new UserError(`${file}: there is no claim ${unused.join(', ')}`, {
      hint: 'name a claim by its kind and name, such as Database/orders, or take the values out',
    });
  }
  return overlaid;
}

/** The document with all values of its claim; as it is if there are none. */
function withValues(base: Document, key: string, all: readonly Values[]): Document {
  const layers = all.flatMap((values): Layer[] => {
    const value = values.specs.get(key);
    return value === undefined ? [] : [{ value, values }];
  });
  if (layers.length === 0) return base;
  const claim = base.value as Fields;
  const spec = layers.map(({ value }) => value).reduce((below, above) => merged(below, above, 'keep null'));
  const layersFromTop = [...layers.toReversed(), { value: claim['spec'], values: undefined }];
  return {
    ...base,
    value: { ...claim, spec: merged(claim['spec'], spec, 'remove null') },
    values: layers.map(({ values }) => values?.file).join(', '),
    place: (path) => {
      const [first, ...steps] = segments(path);
      const source = first === 'spec' ? sourceOf(layersFromTop, steps)?.values : undefined;
      if (source === undefined) return base.place(path);
      return { ...source.place(`[${key}]${path.slice('spec'.length)}`), file: source.file };
    },
  };
}

/** Why a document cannot be written again with the same values. */
export function roundedIssue({ file, document, rounded }: Document): SyntaxIssue[] {
  const message = 'this integer has more digits than a number keeps: write fewer, or put it in quotes';
  return rounded === undefined ? [] : [{ file, document, message, ...rounded }];
}

function readValues({ file, text, read = readDocuments(file, text) }: ManifestFile): Values {
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
  return { file, specs, place };
}

/** The one layer that the value at a path comes from, or its absence; undefined if it comes from several, or from none. */
function sourceOf(layers: readonly Layer[], steps: readonly string[]): Layer | undefined {
  const [top, ...others] = layers;
  const contributing = top === undefined || !isFields(top.value) ? layers.slice(0, 1) : [top, ...mapsIn(others)];
  const [step, ...rest] = steps;
  if (contributing.length < 2) return contributing[0];
  if (step === undefined) return undefined;
  const below = contributing.flatMap(({ value, values }): Layer[] =>
    Object.hasOwn(value as Fields, step) ? [{ value: (value as Fields)[step], values }] : [],
  );
  return sourceOf(below, rest);
}

/** The maps that a map is merged with: any other value hides those of the values below it, but never the claim. */
function mapsIn(layers: readonly Layer[]): readonly Layer[] {
  const values = layers.filter((layer) => layer.values !== undefined);
  const end = values.findIndex(({ value }) => !isFields(value));
  const claim = layers.filter((layer) => layer.values === undefined && isFields(layer.value));
  return [...values.slice(0, end === -1 ? undefined : end), ...claim];
}

function nameOf(value: unknown): string | undefined {
  if (!isFields(value) || !isFields(value['metadata'])) return undefined;
  return `${String(value['kind'])}/${String(value['metadata']['name'])}`;
}

/**
 * Merges maps field by field; any other value replaces. Among files of values null is a value too, and a later map takes its place.
 * In the claim it removes the field.
 *
 * https://github.com/helm/helm/blob/v3.19.0/pkg/cli/values/options.go mergeMaps
 * https://github.com/helm/helm/blob/v3.19.0/pkg/chartutil/coalesce.go coalesceTablesFullKey
 */
function merged(below: unknown, above: unknown, nulls: 'keep null' | 'remove null'): unknown {
  if (!isFields(above)) return above;
  const fields = new Map(Object.entries(isFields(below) ? below : {}));
  for (const [key, value] of Object.entries(above)) {
    if (value === null && nulls === 'remove null') fields.delete(key);
    else fields.set(key, merged(fields.get(key), value, nulls));
  }
  return Object.fromEntries(fields);
}
