/** Where a managed resource takes the tags of the cloud. */
import type { JsonSchema } from '../json-schema.ts';

/** In the order of preference: what Google calls tags are permissions of their own, and its labels are what others call tags. */
const candidates = [['labels'], ['userLabels'], ['settings', 'userLabels'], ['tags']];

/** The path of the field that takes tags of free choice, from the object's root; undefined for a kind that takes none. */
export function tagsPath(schema: JsonSchema): readonly string[] | undefined {
  return candidates
    .map((path) => ['spec', 'forProvider', ...path])
    .find((path) => {
      let at: JsonSchema | undefined = schema;
      for (const field of path) at = resolved(at, schema)?.properties?.[field];
      const values = resolved(at, schema)?.additionalProperties;
      return typeof values === 'object' && resolved(values, schema)?.type === 'string';
    });
}

function resolved(at: JsonSchema | undefined, root: JsonSchema): JsonSchema | undefined {
  const name = at?.$ref?.split('/').at(-1);
  return name === undefined ? at : root.definitions?.[name];
}
