/**
 * Writes values as YAML that kubectl and readers of YAML 1.2 read as the same values. Every YAML that the engine writes goes
 * through here.
 */

export interface YamlStyle {
  /** Whether a list of plain values is on one line, as people write it. @default false */
  readonly shortLists?: boolean;
}

/** The value as one YAML document in the order of its keys; like in JSON, undefined fields are left out. */
export function toYaml(value: unknown, { shortLists = false }: YamlStyle = {}): string {
  return `${writerOf(shortLists)(value, '')}\n`;
}

/** The values as one stream, each after a separator line. */
export function toYamlStream(values: readonly unknown[]): string {
  return values.map((value) => `---\n${toYaml(value)}`).join('');
}

type Fields = readonly (readonly [string, unknown])[];

function fieldsOf(object: object): Fields {
  return Object.entries(object).filter(([, value]) => value !== undefined);
}

/** A function that writes the text after a dash, or at the start of a document. */
function writerOf(shortLists: boolean): (value: unknown, indent: string) => string {
  const mapping = (fields: Fields, indent: string): string =>
    fields.map(([key, value]) => `${indent}${keyText(inline(key), indent)}:${field(value, indent)}`).join('\n');

  /** The text after the colon; a list has the indentation of its key, as kubectl prints it. */
  const field = (value: unknown, indent: string): string => {
    if (Array.isArray(value)) {
      return isShort(value) ? ` [${value.map(short).join(', ')}]` : `\n${sequence(value, indent)}`;
    }
    if (typeof value !== 'object' || value === null) return ` ${scalar(value, indent)}`;
    const fields = fieldsOf(value);
    return fields.length === 0 ? ' {}' : `\n${mapping(fields, `${indent}  `)}`;
  };

  const sequence = (items: readonly unknown[], indent: string): string =>
    items.map((item) => `${indent}- ${element(item, `${indent}  `)}`).join('\n');

  /** The first line of a nested value is on the line of the dash. */
  const element = (value: unknown, indent: string): string => {
    if (Array.isArray(value)) return value.length === 0 ? '[]' : sequence(value, indent).slice(indent.length);
    if (typeof value !== 'object' || value === null) return scalar(value, indent.slice(2));
    const fields = fieldsOf(value);
    return fields.length === 0 ? '{}' : mapping(fields, indent).slice(indent.length);
  };

  const isShort = (items: readonly unknown[]): boolean =>
    items.length === 0 || (shortLists && items.every((item) => typeof item !== 'object' || item === null));

  return element;
}

/** The key before its colon. A reader looks for that colon in 1024 characters only, unless a question mark announces the key. */
function keyText(key: string, indent: string): string {
  return key.length > 1000 ? `? ${key}\n${indent}` : key;
}

function scalar(value: unknown, indent: string): string {
  if (typeof value !== 'string') return literal(value);
  if (!isTextBlock(value)) return inline(value);
  const [chomping, text] = value.endsWith('\n') ? ['', value.slice(0, -1)] : ['-', value];
  return `|${chomping}\n${text.replace(/^(?=.)/gm, `${indent}  `)}`;
}

/** A value in a list on one line, where commas and brackets separate values. */
function short(value: unknown): string {
  if (typeof value !== 'string') return literal(value);
  return /[,?[\]{}]/.test(value) ? quoted(value) : inline(value);
}

function literal(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'boolean') return String(value);
  // Without a point, an exponent makes a text in YAML 1.1 by its specification.
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value).replace(/^(-?\d+)e/, '$1.0e');
  throw new TypeError(`a ${typeof value} (${String(value)}) cannot be written as YAML`);
}

/** True for several lines without a leading blank, unprintable characters, commands, or more than one line end at the end. */
function isTextBlock(text: string): boolean {
  return (
    text.includes('\n') &&
    /^\S/.test(text) &&
    !text.endsWith('\n\n') &&
    !unprintable.test(text) &&
    !hasCommand.test(text)
  );
}

function inline(text: string): string {
  return isPlain.test(text) && !isWord.test(text) ? text : quoted(text);
}

/** The text in quotes; half of a pair of surrogates becomes a replacement character, as in the JSON of Kubernetes. */
function quoted(text: string): string {
  return JSON.stringify(text.toWellFormed()).replace(
    needsEscape,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Texts that every YAML reader reads as text. Some readers take a leading digit or a lone exponent for a number or date. */
const isPlain = /^[A-Za-z/](?:[\w./()+@%=;,'<>!?-]|:(?=[^\s,])|[ ](?=[^\s#]))*$/;
const isWord = /^(?:true|false|yes|no|on|off|y|n|null|e[+-]?\d+)$/i;
/** Commands to GitHub's runner, which obeys what a step prints: at the beginning of a line, or anywhere in it. */
const hasCommand = /^\s*::|##\[/m;
/** The beginning of such a command, and characters that JSON does not escape, but YAML reads as a line end or not at all. */
const needsEscape = /#(?=#\[)|[\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]/g;
const unprintable = /[^\P{C}\n]|[\u2028\u2029]/u;
