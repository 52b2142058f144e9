/** Finds fields that a schema does not know: the API server drops them without an error, so here they are errors. */
import type { Issue } from '../../errors.ts';
import { child, index } from '../../schema/field-path.ts';
import { nearest } from '../../schema/nearest.ts';
import { isMembers } from '../../schema/validate/type-of.ts';
import { dereference, type JsonSchema } from '../json-schema.ts';
import { objectMeta } from '../object-meta.ts';

/** One issue per unknown field, with the nearest known name; references point to `root`. */
export function unknownFields(schema: JsonSchema, root: JsonSchema, value: unknown, path: string): readonly Issue[] {
  const here = dereference(schema, root);
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => unknownFields(here.items ?? {}, root, item, index(path, i)));
  }
  if (!isMembers(value) || isAnything(here)) return [];
  const fields = fieldsOf(here);
  return Object.entries(value).flatMap(([name, member]) => {
    const memberPath = child(path, name);
    const field = Object.hasOwn(fields, name) ? fields[name] : membersOf(here);
    return field === undefined
      ? [unknown(memberPath, name, Object.keys(fields))]
      : unknownFields(field, root, member, memberPath);
  });
}

/** Whether a schema without type and fields allows any object. */
function isAnything({ type, properties, additionalProperties }: JsonSchema): boolean {
  return type === undefined && properties === undefined && additionalProperties === undefined;
}

function fieldsOf(schema: JsonSchema): { readonly [name: string]: JsonSchema } {
  if (schema['x-kubernetes-embedded-resource'] !== true) return schema.properties ?? {};
  return { apiVersion: {}, kind: {}, ...schema.properties, metadata: objectMeta };
}

/** The schema of members that are not fields; undefined if there must be none. */
function membersOf(schema: JsonSchema): JsonSchema | undefined {
  const { additionalProperties: values } = schema;
  if (typeof values === 'object') return values;
  return values === true || schema['x-kubernetes-preserve-unknown-fields'] === true ? {} : undefined;
}

function unknown(path: string, name: string, known: readonly string[]): Issue {
  const suggestion = nearest(name, known);
  return {
    path,
    message: `unknown field "${path}"${suggestion === undefined ? '' : `, did you mean "${suggestion}"?`}`,
  };
}
