/** The strict check of a composed object against the schema of its kind. */
import type { Issue } from '../../errors.ts';
import type { Finding, ValidateAlone } from '../../schema/validate/findings.ts';
import { metadataValidator } from '../../schema/validate/metadata.ts';
import type { MetadataNode } from '../../schema/node.ts';
import type { JsonSchema } from '../json-schema.ts';
import { objectMeta } from '../object-meta.ts';
import { withDefaults } from './defaults.ts';
import { ruleChecks } from './rules.ts';
import { unknownFields } from './unknown-fields.ts';
import { validatorOf } from './validator.ts';

const validators = new WeakMap<JsonSchema, ValidateAlone>();

/**
 * All that the API server would say against the object, in its words, and every field it would drop in silence; none for a good one.
 * Defaults are applied first and CEL rules judged last, once nothing is missing or mistyped, as it does; a field that is undefined counts
 * as absent.
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
  const whole = validatorOf({ ...schema, required });
  const rules = ruleChecks(schema);
  const metadata = metadataValidator({ kind: 'metadata', maxNameLength: 253 } as MetadataNode);
  return (value, path, out) => {
    whole(value, path, out);
    const { metadata: given } = (value ?? {}) as { metadata?: unknown };
    if (given !== undefined) metadata(given, 'metadata', out);
    if (!out.some(({ blocking }) => blocking)) rules?.(value, path, out);
  };
}
