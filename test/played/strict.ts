/** What the real CRDs say of composed objects, and the platform's own APIs of theirs. */
import { checkComposed, readSchemas } from 'planesmith/models';
import { check, xrSchema } from 'planesmith/schema';
import type { KubernetesObject } from 'planesmith/testing';
import { platform } from '../cases/platform.ts';

const schemas = await readSchemas(`${import.meta.dirname}/../../functions/models`);

/** Everything wrong with the object by the schema of its kind; a field that the kind does not have is wrong too. */
export function strictIssues(object: KubernetesObject): { readonly path: string; readonly message: string }[] {
  const { apiVersion, kind } = object;
  if (apiVersion.startsWith(`${platform.group}/`)) {
    const api = Object.values(platform.apis).find((served) => served.kind === kind);
    if (api !== undefined) return [...check(xrSchema(api, 'namespaced'), object as never)];
  }
  const schema = schemas.of(object);
  if (schema === undefined) throw new Error(`there is no model of ${apiVersion} ${kind}`);
  return checkComposed(schema, object);
}
