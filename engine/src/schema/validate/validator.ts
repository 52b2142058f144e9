/** Compiles the checks of a schema into one function. */
import type { Node } from '../node.ts';
import { equal } from './correlate.ts';
import type { Finding, Validate, ValidateAlone } from './findings.ts';
import { metadataValidator } from './metadata.ts';
import { booleanValidator, enumValidator, numberValidator, stringValidator } from './scalar.ts';
import { arrayValidator, mapValidator, objectValidator } from './structure.ts';

/**
 * The checks of `node`. A part that an update does not change has no findings (ratcheting):
 * https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apiserver/validation/ratcheting.go
 */
export function validator(node: Node): Validate {
  const validate = byKind(node);
  return (value, old, path, out) => {
    if (value === null && node.nullable) return;
    const before = out.length;
    validate(value, old, path, out);
    if (out.length > before && old !== undefined && equal(value, old)) out.length = before;
  };
}

function byKind(node: Node): Validate {
  switch (node.kind) {
    case 'object':
      return objectValidator(node, validator);
    case 'map':
      return mapValidator(node, validator);
    case 'array':
      return arrayValidator(node, validator);
    case 'string':
    case 'intOrString':
      return ignoreOld(stringValidator(node));
    case 'integer':
    case 'number':
      return ignoreOld(numberValidator(node));
    case 'boolean':
      return ignoreOld(booleanValidator());
    case 'enum':
      return ignoreOld(enumValidator(node));
    case 'metadata':
      return ignoreOld(metadataValidator(node, validator));
    case 'any':
      return ignoreOld(() => {});
  }
}

function ignoreOld(validate: ValidateAlone): Validate {
  return (value, _old, path, out: Finding[]) => validate(value, path, out);
}
