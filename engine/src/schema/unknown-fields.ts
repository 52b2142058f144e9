/**
 * Finds the fields that the API server would prune:
 * https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apiserver/schema/pruning/algorithm.go
 */
import { child, index } from './field-path.ts';
import { metadataFields, sharedFields } from './metadata.ts';
import type { Node } from './node.ts';

/** A field that its object's schema does not have. */
export interface UnknownField {
  readonly path: string;
  readonly name: string;
  /** The names of the fields that the schema has there; empty if the schema expects no object. */
  readonly known: readonly string[];
}

/** The fields of `value` that the schema does not know, in the order of the value. */
export function unknownFields(schema: Node | undefined, value: unknown, path: string): UnknownField[] {
  if (typeof value !== 'object' || value === null || schema?.kind === 'any') return [];
  if (Array.isArray(value)) {
    const items = schema?.kind === 'array' ? schema.items : undefined;
    return value.flatMap((item, i) => unknownFields(items, item, index(path, i)));
  }
  const members = Object.entries(value);
  if (schema?.kind === 'map') {
    return members.flatMap(([name, member]) => unknownFields(schema.values, member, child(path, name)));
  }
  const known = knownNames(schema);
  return members.flatMap(([name, member]) => {
    const memberPath = child(path, name);
    if (!known.includes(name)) return [{ path: memberPath, name, known }];
    const fields = schema?.kind === 'metadata' ? sharedFields : schema?.kind === 'object' ? schema.fields : {};
    return Object.hasOwn(fields, name) ? unknownFields(fields[name], member, memberPath) : [];
  });
}

function knownNames(schema: Node | undefined): readonly string[] {
  if (schema?.kind === 'metadata') return metadataFields;
  return schema?.kind === 'object' ? Object.keys(schema.fields) : [];
}
