/** Toy objects and their issues, for the tests of the checks. */
import { checkComposed } from '../check/check-composed.ts';
import type { JsonSchema } from '../json-schema.ts';
import { toySchema } from './toy-crd.ts';

/** A Widget with this spec. */
export function toyObject(spec: unknown): object {
  return { apiVersion: 'toy.example.org/v1', kind: 'Widget', metadata: { name: 'a' }, spec };
}

/** The issues of an object with a spec of this schema and value. */
export function issuesOfSpec(schema: JsonSchema, value: unknown): string[] {
  return checkComposed(toySchema(schema), toyObject(value)).map(({ path, message }) => `${path}: ${message}`);
}

/** The issues of an object whose spec has the field `f` with this schema and value. */
export function issuesOfField(schema: JsonSchema, value: unknown): string[] {
  return issuesOfSpec({ type: 'object', properties: { f: schema } }, { f: value });
}
