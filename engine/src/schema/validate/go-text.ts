/** Values as Go prints them, for messages equal to those of the API server. */

/** The string in Go's double quotes (`strconv.Quote`). */
export function quote(text: string): string {
  const inner = text.replace(
    /["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu,
    (character) => escapes[character] ?? escaped(character),
  );
  return `"${inner}"`;
}

const escapes: { readonly [character: string]: string } = {
  '"': '\\"',
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

function escaped(character: string): string {
  const point = character.codePointAt(0)!;
  if (point < 0x80) return `\\x${hex(point, 2)}`;
  return point > 0xffff ? `\\U${hex(point, 8)}` : `\\u${hex(point, 4)}`;
}

function hex(point: number, digits: number): string {
  return point.toString(16).padStart(digits, '0');
}

/** The number as `%v` prints a float64: with an exponent of at least two digits below 1e-4 and from 1e21 on. */
export function numberText(value: number): string {
  if (value !== 0 && Math.abs(value) < 1e-4) {
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  return String(value).replace(/e([+-])(\d)$/, 'e$10$2');
}

/** The JSON that Go writes for the value: keys sorted, and `<`, `>` and `&` escaped. */
export function jsonText(value: unknown): string {
  return JSON.stringify(sorted(value)).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${hex(character.charCodeAt(0), 4)}`,
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, member]) => [name, sorted(member)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The value as a field error prints it. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') return numberText(value);
  return jsonText(value ?? null);
}
