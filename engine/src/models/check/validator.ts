/** Compiles the checks of a Kubernetes schema into one function, with the messages of the API server. */
import { type Finding, unsupported, type ValidateAlone, wrongType } from '../../schema/validate/findings.ts';
import { jsonText } from '../../schema/validate/go-text.ts';
import { equal } from '../../schema/validate/correlate.ts';
import { typeOf } from '../../schema/validate/type-of.ts';
import { dereference, type JsonSchema } from '../json-schema.ts';
import { arrayChecks } from './array.ts';
import type { Compile } from './compile.ts';
import { logicChecks } from './logic.ts';
import { objectChecks } from './object.ts';
import { numberChecks, stringChecks } from './scalar.ts';

/** The checks of `root`, for values to which defaults have been applied. */
export function validatorOf(root: JsonSchema): ValidateAlone {
  const references = new Map<string, ValidateAlone>();
  const compile: Compile = (schema) => {
    if (schema.$ref === undefined) return checksOf(schema, compile);
    const ref = schema.$ref;
    // Compiled at the first run, so that a schema that contains itself ends.
    return (value, path, out) => {
      let checks = references.get(ref);
      if (checks === undefined) references.set(ref, (checks = compile(dereference(schema, root))));
      checks(value, path, out);
    };
  };
  return compile(root);
}

function checksOf(schema: JsonSchema, compile: Compile): ValidateAlone {
  const checks = [
    typeCheck(schema),
    enumCheck(schema),
    ...stringChecks(schema),
    ...numberChecks(schema),
    ...objectChecks(schema, compile),
    ...arrayChecks(schema, compile),
    ...logicChecks(schema, compile),
  ].filter((check) => check !== undefined);
  return (value, path, out) => {
    if (value === null && schema.nullable === true) return;
    for (const check of checks) check(value, path, out);
  };
}

function typeCheck(schema: JsonSchema): ValidateAlone | undefined {
  const { type } = schema;
  if (schema['x-kubernetes-int-or-string'] === true) {
    return (value, path, out) => {
      if (typeof value === 'string' || Number.isInteger(value)) return;
      out.push(wrongType(path, 'integer,string', typeOf(value)));
    };
  }
  if (type === undefined) return undefined;
  return (value, path, out) => {
    const actual = typeOf(value);
    if (actual !== type && !(type === 'number' && actual === 'integer')) out.push(wrongType(path, type, actual));
  };
}

function enumCheck({ enum: values }: JsonSchema): ValidateAlone | undefined {
  if (values === undefined) return undefined;
  const texts = values.map((value) => (typeof value === 'string' ? value : jsonText(value)));
  return (value, path, out: Finding[]) => {
    if (!values.some((choice) => equal(choice, value))) out.push(unsupported(path, value, texts));
  };
}
