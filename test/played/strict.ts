/** Checks composed objects against the real CRDs and the platform's own APIs. */
import { checkComposed, readSchemas } from 'planesmith/models';
import { check, xrSchema } from 'planesmith/schema';
import type { KubernetesObject } from 'planesmith/testing';
import { platform } from '../cases/platform.ts';

const schemas = await readSchemas(`${import.meta.dirname}/../../functions/models`);

/** The mistakes in an object by the schema of its kind, including unknown fields. */
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
