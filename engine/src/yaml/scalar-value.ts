/** What plain and tagged texts stand for in kubectl's reader: https://github.com/yaml/go-yaml/blob/v2.4.3/resolve.go */
import { YamlProblem } from './cursor.ts';
import type { ScalarNode } from './nodes.ts';

export type Scalar = string | number | boolean | null;

const words: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ...['y', 'Y', ...inThreeCases('yes'), ...inThreeCases('true'), ...inThreeCases('on')].map(
    (word) => [word, true] as const,
  ),
  ...['n', 'N', ...inThreeCases('no'), ...inThreeCases('false'), ...inThreeCases('off')].map(
    (word) => [word, false] as const,
  ),
  ...['', '~', ...inThreeCases('null')].map((word) => [word, null] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
  ...['.inf', '.Inf', '.INF'].flatMap((word) => [
    [word, Infinity] as const,
    [`+${word}`, Infinity] as const,
    [`-${word}`, -Infinity] as const,
  ]),
]);

const standard = 'tag:yaml.org,2002:';
/** Any other tag makes a text of what it stands before. */
const typed: ReadonlySet<string> = new Set(['bool', 'int', 'float', 'null', 'timestamp']);

/** Returns the value of a text. Throws a `YamlProblem` if it does not have the type that its tag says. */
export function scalarValue({ text, tag, plain, offset, json }: ScalarNode): Scalar {
  if (json !== undefined) return json.value;
  if (tag === '') return plain ? plainValue(text) : text;
  if (!tag.startsWith(standard)) return text;
  const type = tag.slice(standard.length);
  if (type === 'binary') return decoded(text, offset);
  return typed.has(type) ? typedValue(type, text, offset) : text;
}

/** Returns whether this key of a map merges others into it. */
export function isMergeKey({ text, tag, plain }: ScalarNode): boolean {
  return text === '<<' && (plain || tag === `${standard}merge`);
}

function inThreeCases(word: string): string[] {
  return [word, word[0]!.toUpperCase() + word.slice(1), word.toUpperCase()];
}

function plainValue(text: string): Scalar {
  const first = text.charCodeAt(0);
  // Most texts begin with a letter, and only few of those begin a word.
  if (first > 0x39 && !/^[yYnNtTfFoO~]/.test(text)) return text;
  const word = words.get(text);
  if (word !== undefined) return word;
  return /^[-+.\d]/.test(text) ? (numberOf(text) ?? text) : text;
}

/** The number that Go's parsers read, or undefined. */
function numberOf(text: string): number | undefined {
  if (text.startsWith('.'))
    return isPointFirst.test(text) && !/_(?!\d)/.test(text) ? finite(Number(text.replaceAll('_', ''))) : undefined;
  const integer = integerOf(text);
  if (integer !== undefined) return Number(integer);
  const digits = text.replaceAll('_', '');
  return isDecimal.test(digits) ? finite(Number(digits)) : undefined;
}

// No group in these expressions repeats: with a text of millions of characters it would fill the stack.
const isPointFirst = /^\.\d[\d_]*(?:[eE][-+]?\d[\d_]*)?$/;
const isDecimal = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const isInteger = /^[-+]?(?:0[xX][\da-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|0|[1-9]\d*)$/;

/** Returns the integer of 64 bits, with or without a sign, that a plain text is; undefined if it is none. */
export function integerOf(plain: string): bigint | undefined {
  const digits = plain.replaceAll('_', '');
  // After 0b, Go reads a number of base 2 once more, which may have a sign.
  const text = isInteger.test(digits) ? digits : /^0b([-+][01]+)$/.exec(digits)?.[1]?.replace(/[-+]/, '$&0b');
  if (text === undefined) return undefined;
  const magnitude = BigInt(
    text
      .replace(/^[-+]/, '')
      .replace(/^0(?=\d)/, '0o')
      .toLowerCase(),
  );
  const value = text.startsWith('-') ? -magnitude : magnitude;
  const most = /^[-+]/.test(text) ? 2n ** 63n : 2n ** 64n;
  return value < most && value >= -(2n ** 63n) ? value : undefined;
}

/** What is too large for a float is a text. */
function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

function typedValue(type: string, text: string, offset: number): Scalar {
  const value = plainValue(text);
  const isUnsigned = typeof value === 'number' && value >= 2 ** 63;
  const isWhole = typeof value === 'number' && integerOf(text) !== undefined;
  const fits = {
    null: value === null,
    bool: typeof value === 'boolean',
    int: isWhole,
    float: typeof value === 'number' && !(isWhole && isUnsigned),
    // Kubernetes has no type for dates: without the tag, this is a text.
    timestamp: false,
  }[type];
  if (fits) return value;
  throw new YamlProblem(`cannot decode ${JSON.stringify(text)} as a !!${type}: take out the tag`, offset);
}

const isBase64 = /^[A-Za-z\d+/]*={0,2}$/;

function decoded(text: string, offset: number): string {
  const digits = text.replace(/[\r\n]/g, '');
  if (digits.length % 4 !== 0 || !isBase64.test(digits))
    throw new YamlProblem('!!binary value contains invalid base64 data', offset);
  const bytes = Buffer.from(digits, 'base64');
  const value = bytes.toString('utf8');
  if (Buffer.from(value, 'utf8').equals(bytes)) return value;
  throw new YamlProblem('!!binary value is no UTF-8 text, and kubectl would change it', offset);
}
