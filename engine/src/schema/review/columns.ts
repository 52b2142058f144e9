/** The columns of an API. */
import type { Issue } from '../../errors.ts';
import type { AnyApi } from '../api.ts';
import { fieldAt } from '../column.ts';
import { xrSchema } from '../xr.ts';

/** The names of the columns of Crossplane (crossplane-runtime pkg/xcrd/schemas.go) and of kubectl. */
const reservedNames: ReadonlySet<string> = new Set([
  'NAME',
  'NAMESPACE',
  'SYNCED',
  'READY',
  'COMPOSITION',
  'COMPOSITIONREVISION',
  'CONNECTION-SECRET',
  'AGE',
]);

/** An issue for each column that has no usable name or shows no single value. */
export function columnIssues(api: AnyApi): Issue[] {
  const object = xrSchema(api);
  const names = api.columns.map((column) => column.name.toUpperCase());
  return api.columns.flatMap(({ name, jsonPath }, i) => {
    const path = `columns[${i}]`;
    const issues: Issue[] = [];
    if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(name))
      issues.push({ path, message: `name "${name}" should be one word, such as Size` });
    if (reservedNames.has(name.toUpperCase()))
      issues.push({ path, message: `name "${name}" is used by Crossplane or kubectl` });
    if (names.indexOf(name.toUpperCase()) !== i) issues.push({ path, message: `name "${name}" is there twice` });
    const field = fieldAt(object, jsonPath);
    const isValue = field !== undefined && !['object', 'map', 'array', 'any', 'metadata'].includes(field.kind);
    if (!isValue || !/^\.(spec|status)\./.test(jsonPath)) {
      issues.push({
        path,
        message: `jsonPath "${jsonPath}" is not a single value of the spec or status, such as .spec.size`,
      });
    }
    return issues;
  });
}
