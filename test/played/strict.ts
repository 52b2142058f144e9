/** What the real CRDs say of composed objects. */
import { checkComposed, readSchemas } from '../../engine/src/models/index.ts';
import type { KubernetesObject } from '../../engine/src/render/index.ts';

const schemas = await readSchemas('functions/models');

/** Everything wrong with the object by the schema of its kind; a field that the kind does not have is wrong too. */
export function strictIssues(object: KubernetesObject): { readonly path: string; readonly message: string }[] {
  const schema = schemas.of(object);
  if (schema === undefined) throw new Error(`there is no model of ${object.apiVersion} ${object.kind}`);
  return checkComposed(schema, object);
}
