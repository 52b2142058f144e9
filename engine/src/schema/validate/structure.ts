/** Validates objects, maps and lists: https://github.com/kubernetes/kube-openapi/blob/43fb72c5454a/pkg/validation/validate/object_validator.go */
import { child, index } from '../field-path.ts';
import type { ArrayNode, MapNode, ObjectNode } from '../node.ts';
import { correlate } from './correlate.ts';
import { enoughFindings, outOfBounds, required, tooMany, type Validate, wrongType } from './findings.ts';
import { isMembers, typeOf } from './type-of.ts';

/** Checks every present field, and reports every missing required field. */
export function objectValidator({ fields }: ObjectNode, compile: Compile): Validate {
  const checks = Object.entries(fields).map(([name, field]) => ({
    name,
    // A defaulted field is not required: it may be missing before defaulting.
    isRequired: field.presence === 'required',
    validate: compile(field),
  }));
  return (value, old, path, out) => {
    if (!isMembers(value)) {
      out.push(wrongType(path, 'object', typeOf(value)));
      return;
    }
    const before = isMembers(old) ? old : undefined;
    for (const { name, isRequired, validate } of checks) {
      if (Object.hasOwn(value, name)) validate(value[name], before?.[name], child(path, name), out);
      else if (isRequired) out.push(required(child(path, name)));
    }
  };
}

/** Checks the number of keys, and every value. */
export function mapValidator(
  { values, minProperties = 0, maxProperties = Infinity }: MapNode,
  compile: Compile,
): Validate {
  const validate = compile(values);
  return (value, old, path, out) => {
    if (!isMembers(value)) {
      out.push(wrongType(path, 'object', typeOf(value)));
      return;
    }
    const names = Object.keys(value);
    if (names.length < minProperties) {
      out.push(outOfBounds(path, names.length, `have at least ${minProperties} properties`));
    }
    if (names.length > maxProperties) out.push(tooMany(path, names.length, maxProperties));
    const before = isMembers(old) ? old : undefined;
    for (const name of names) {
      if (out.length >= enoughFindings) break;
      validate(value[name], before?.[name], child(path, name), out);
    }
  };
}

/** Checks every item, and the number of items. */
export function arrayValidator(node: ArrayNode, compile: Compile): Validate {
  const { minItems = 0, maxItems = Infinity } = node;
  const validate = compile(node.items);
  return (value, old, path, out) => {
    if (!Array.isArray(value)) {
      out.push(wrongType(path, 'array', typeOf(value)));
      return;
    }
    const before = correlate(node, old);
    for (const [i, item] of value.entries()) {
      if (out.length >= enoughFindings) break;
      validate(item, before(item), index(path, i), out);
    }
    if (value.length < minItems) out.push(outOfBounds(path, value.length, `have at least ${minItems} items`));
    if (value.length > maxItems) out.push(tooMany(path, value.length, maxItems));
  };
}

type Compile = (node: ObjectNode['fields'][string]) => Validate;
