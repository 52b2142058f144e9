/** Finds the field of a managed resource for the tags of the cloud. */
import type { JsonSchema } from '../json-schema.ts';

/** In order of preference. On Google Cloud, labels are what other clouds call tags; its own tags control permissions. */
const candidates = [['labels'], ['userLabels'], ['settings', 'userLabels'], ['tags']];

/** The path, from the object's root, of the field for free tags; undefined for a kind without one. */
export function tagsPath(schema: JsonSchema): readonly string[] | undefined {
  return candidates
    .map((path) => ['spec', 'forProvider', ...path])
    .find((path) => {
      let current: JsonSchema | undefined = schema;
      for (const field of path) current = resolved(current, schema)?.properties?.[field];
      const values = resolved(current, schema)?.additionalProperties;
      return typeof values === 'object' && resolved(values, schema)?.type === 'string';
    });
}

function resolved(reference: JsonSchema | undefined, root: JsonSchema): JsonSchema | undefined {
  const name = reference?.$ref?.split('/').at(-1);
  return name === undefined ? reference : root.definitions?.[name];
}
