/** Checks a composed object strictly against the schema of its kind. */
import type { Issue } from '../../errors.ts';
import type { Finding, ValidateAlone } from '../../schema/validate/findings.ts';
import { pathSegmentProblems } from '../../schema/validate/names.ts';
import { validator as validatorOfNode } from '../../schema/validate/validator.ts';
import type { MetadataNode } from '../../schema/node.ts';
import type { JsonSchema } from '../json-schema.ts';
import { objectMeta } from '../object-meta.ts';
import { withDefaults } from './defaults.ts';
import { ruleChecks } from './rules.ts';
import { unknownFields } from './unknown-fields.ts';
import { validatorOf } from './validator.ts';

const validators = new WeakMap<JsonSchema, ValidateAlone>();

/**
 * Every issue that the API server would report, with its messages, and every field that it would drop; empty for a valid object.
 *
 * Like the API server, it applies defaults first, and evaluates CEL rules only if no value is missing or mistyped.
 * An undefined field counts as absent.
 */
export function checkComposed(schema: JsonSchema, object: unknown): Issue[] {
  const value = withDefaults(schema, schema, object);
  const findings: Finding[] = [];
  validatorFor(schema)(value, '', findings);
  const strict = { ...schema, properties: { apiVersion: {}, kind: {}, ...schema.properties, metadata: objectMeta } };
  return [...unknownFields(strict, schema, value, ''), ...findings.map(({ path, message }) => ({ path, message }))];
}

function validatorFor(schema: JsonSchema): ValidateAlone {
  let validator = validators.get(schema);
  if (validator === undefined) {
    validator = makeValidator(schema);
    validators.set(schema, validator);
  }
  return validator;
}

function makeValidator(schema: JsonSchema): ValidateAlone {
  const required = [...new Set(['apiVersion', 'kind', 'metadata', ...(schema.required ?? [])])];
  const validate = validatorOf({ ...schema, required });
  const rules = ruleChecks(schema);
  const validateMetadata = validatorOfNode({ kind: 'metadata', maxNameLength: 253 } as MetadataNode);
  return (value, path, out) => {
    validate(value, path, out);
    const { apiVersion, metadata } = (value ?? {}) as { apiVersion?: unknown; metadata?: { name?: unknown } };
    if (metadata !== undefined) {
      const found: Finding[] = [];
      validateMetadata(metadata, undefined, 'metadata', found);
      out.push(...found.filter(({ path: at }) => at !== 'metadata.name' || !isNameOfRbac(apiVersion, metadata.name)));
    }
    if (!out.some(({ blocking }) => blocking)) rules?.(value, path, out);
  };
}

/** Whether the API server takes the name because its kind is one of RBAC (Kubernetes pkg/apis/rbac/validation/validation.go). */
function isNameOfRbac(apiVersion: unknown, name: unknown): boolean {
  const isRbac = typeof apiVersion === 'string' && apiVersion.startsWith('rbac.authorization.k8s.io/');
  return isRbac && typeof name === 'string' && name !== '' && pathSegmentProblems(name).length === 0;
}
