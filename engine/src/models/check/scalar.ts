/** Checks lengths, patterns and formats of strings, and bounds of numbers. */
import { formats } from '../../schema/format/formats.ts';
import { toPattern } from '../../schema/pattern/pattern.ts';
import { invalid, outOfBounds, tooLong, type ValidateAlone, wrongFormat } from '../../schema/validate/findings.ts';
import { numberText } from '../../schema/validate/go-text.ts';
import type { JsonSchema } from '../json-schema.ts';

/** The checks of the schema's keywords about strings; they ignore values of other types. */
export function stringChecks(schema: JsonSchema): readonly ValidateAlone[] {
  const { minLength, maxLength, pattern, format } = schema;
  const isFormat = Object.hasOwn(formats, format ?? '') ? formats[format as keyof typeof formats] : undefined;
  if (minLength === undefined && maxLength === undefined && pattern === undefined && isFormat === undefined) return [];
  const expression = pattern === undefined ? undefined : toPattern(pattern);
  return [
    (value, path, out) => {
      if (typeof value !== 'string') return;
      const length = [...value].length;
      if (maxLength !== undefined && length > maxLength) out.push(tooLong(path, maxLength));
      else if (minLength !== undefined && length < minLength) {
        out.push(outOfBounds(path, value, `be at least ${minLength} chars long`));
      } else if (expression !== undefined && !expression.test(value)) {
        out.push(outOfBounds(path, value, `match '${pattern}'`));
      }
      if (isFormat !== undefined && !isFormat(value)) out.push(wrongFormat(path, format ?? '', value));
    },
  ];
}

/** One check per keyword about numbers. */
export function numberChecks(schema: JsonSchema): readonly ValidateAlone[] {
  const { minimum, maximum, multipleOf, format } = schema;
  const checks: ValidateAlone[] = [];
  const add = (isValid: (value: number) => boolean, should: string) =>
    checks.push((value, path, out) => {
      if (typeof value === 'number' && !isValid(value)) out.push(outOfBounds(path, value, should));
    });
  if (format === 'int32') {
    checks.push((value, path, out) => {
      if (typeof value !== 'number' || (value <= 2147483647 && value >= -2147483648)) return;
      out.push(invalid(path, '', `Checked value must be of type integer with format int32 in ${path}`));
    });
  }
  if (multipleOf !== undefined) add((value) => value % multipleOf === 0, `be a multiple of ${numberText(multipleOf)}`);
  if (minimum !== undefined) {
    if (schema.exclusiveMinimum) add((value) => value > minimum, `be greater than ${numberText(minimum)}`);
    else add((value) => value >= minimum, `be greater than or equal to ${numberText(minimum)}`);
  }
  if (maximum !== undefined) {
    if (schema.exclusiveMaximum) add((value) => value < maximum, `be less than ${numberText(maximum)}`);
    else add((value) => value <= maximum, `be less than or equal to ${numberText(maximum)}`);
  }
  return checks;
}
