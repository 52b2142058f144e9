/** Claims with the values of one environment in them. */
import { stringify } from 'yaml';
import { UserError } from '../errors.ts';
import { readDocuments } from './documents.ts';
import type { ManifestFile } from './manifest-files.ts';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The files with the values of `values` (fields of a spec by `Kind/name`) merged into the claims that they name; a file without any of
 * them stays as it is. Throws a `UserError` for values that cannot be read, or that no claim is there for.
 */
export function overlay(files: Iterable<ManifestFile>, values: ManifestFile): ManifestFile[] {
  const specs = readValues(values);
  const unused = new Set(specs.keys());
  const overlaid = [...files].map((manifest): ManifestFile => {
    const { documents } = readDocuments(manifest.file, manifest.text);
    let isChanged = false;
    const objects = documents.map(({ value }) => {
      const key = nameOf(value);
      const spec = key === undefined ? undefined : specs.get(key);
      if (key === undefined || spec === undefined) return value;
      isChanged = true;
      unused.delete(key);
      return { ...(value as Fields), spec: merged((value as Fields)['spec'], spec) };
    });
    if (!isChanged) return manifest;
    return { ...manifest, file: `${manifest.file} with ${values.file}`, text: objects.map(written).join('') };
  });
  if (unused.size === 0) return overlaid;
  throw new UserError(`${values.file}: there is no claim ${[...unused].join(', ')}`, {
    hint: 'name a claim by its kind and name, such as Database/orders, or take the values out',
  });
}

/** As readers of YAML 1.1, which kubectl is, take it back: a string such as `y` is quoted. */
function written(object: unknown): string {
  return `---\n${stringify(object, { version: '1.1' })}`;
}

function readValues({ file, text }: ManifestFile): Map<string, Fields> {
  const { documents, issues } = readDocuments(file, text);
  const [issue] = issues;
  if (issue !== undefined) throw new UserError(`${file}:${issue.line}:${issue.column}: ${issue.message}`);
  const value = documents.length === 0 ? {} : documents[0]?.value;
  if (documents.length > 1 || !isFields(value)) {
    throw new UserError(`${file}: one map is expected, with fields of a spec for each claim`, {
      hint: 'such as: Database/orders: { size: medium }',
    });
  }
  return new Map(
    Object.entries(value).map(([key, spec]) => {
      if (isFields(spec)) return [key, spec];
      throw new UserError(`${file}: ${key} is no map`, { hint: `give fields of the claim's spec: ${key}: { … }` });
    }),
  );
}

function nameOf(value: unknown): string | undefined {
  if (!isFields(value) || !isFields(value['metadata'])) return undefined;
  return `${String(value['kind'])}/${String(value['metadata']['name'])}`;
}

/** Maps field by field, all else as a whole; null takes a field out (helm.sh/docs/chart_template_guide/values_files). */
function merged(base: unknown, over: unknown): unknown {
  if (!isFields(over)) return over;
  const fields = new Map(Object.entries(isFields(base) ? base : {}));
  for (const [key, value] of Object.entries(over)) {
    if (value === null) fields.delete(key);
    else fields.set(key, merged(fields.get(key), value));
  }
  return Object.fromEntries(fields);
}
