/** CEL's `format` on strings, with the clauses that messages need: https://github.com/google/cel-go/blob/v0.26.0/ext/formatting.go */
import { quote } from '../../validate/go-text.ts';
import { textOf } from './conversion.ts';

/** The letters after `%` in a format, without `%%`. */
export function clausesOf(text: string): string[] {
  return [...text.matchAll(/%(%|\.\d+.?|.|$)/gs)].map(([, clause]) => clause!).filter((clause) => clause !== '%');
}

/** The text with `%s` and `%d` replaced by the values in turn. */
export function format(text: string, values: readonly unknown[]): string {
  let next = 0;
  return text.replace(/%(.)/gs, (_, clause: string) => {
    if (clause === '%') return '%';
    if (next >= values.length) throw new Error(`index ${next} out of range`);
    return clauseText(clause, values[next++]);
  });
}

function clauseText(clause: string, value: unknown): string {
  if (clause === 's') return value === null ? 'null' : listText(value);
  if (clause === 'd' && typeof value === 'bigint') return String(value);
  throw new Error(`%${clause} can't print this value`);
}

function listText(value: unknown): string {
  if (Array.isArray(value))
    return `[${value.map((item) => (typeof item === 'string' ? quote(item) : memberText(item))).join(', ')}]`;
  return textOf(value);
}

function memberText(value: unknown): string {
  return typeof value === 'number' ? value.toFixed(6) : value === null ? 'null' : listText(value);
}
