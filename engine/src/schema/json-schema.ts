/** JSON Schema for editors. */
import type { Node, Schema } from './node.ts';

export interface JsonSchemaOptions {
  readonly id?: string;
  readonly title?: string;
}

/** A JSON Schema (draft 2020-12) that refuses unknown fields; CEL rules are told in the descriptions' place only by the API server. */
export function toJsonSchema(schema: Schema | Node, options: JsonSchemaOptions = {}): { [keyword: string]: unknown } {
  (void schema, options);
  throw new Error('not built yet');
}
