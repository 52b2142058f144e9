/** Writes Kubernetes objects as YAML that readers of YAML 1.1 (such as Crossplane) and of 1.2 read as the same values. */

/** The object as one YAML document in the order of its keys; like in JSON, undefined fields are left out. */
export function toYaml(object: object): string {
  return `${mapping(fieldsOf(object), '')}\n`;
}

/** The objects as one stream, each after a separator line. */
export function toYamlStream(objects: readonly object[]): string {
  return objects.map((object) => `---\n${toYaml(object)}`).join('');
}

type Fields = readonly (readonly [string, unknown])[];

function fieldsOf(object: object): Fields {
  return Object.entries(object).filter(([, value]) => value !== undefined);
}

function mapping(fields: Fields, indent: string): string {
  return fields.map(([key, value]) => `${indent}${inline(key)}:${field(value, indent)}`).join('\n');
}

/** The text after the colon; a list has the indentation of its key, as kubectl prints it. */
function field(value: unknown, indent: string): string {
  if (Array.isArray(value)) return value.length === 0 ? ' []' : `\n${sequence(value, indent)}`;
  if (typeof value !== 'object' || value === null) return ` ${scalar(value, indent)}`;
  const fields = fieldsOf(value);
  return fields.length === 0 ? ' {}' : `\n${mapping(fields, `${indent}  `)}`;
}

function sequence(items: readonly unknown[], indent: string): string {
  return items.map((item) => `${indent}- ${element(item, `${indent}  `)}`).join('\n');
}

/** The text after the dash; the first line of a nested value is on the line of the dash. */
function element(value: unknown, indent: string): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : sequence(value, indent).slice(indent.length);
  if (typeof value !== 'object' || value === null) return scalar(value, indent.slice(2));
  const fields = fieldsOf(value);
  return fields.length === 0 ? '{}' : mapping(fields, indent).slice(indent.length);
}

function scalar(value: unknown, indent: string): string {
  if (typeof value !== 'string') return literal(value);
  if (!isTextBlock(value)) return inline(value);
  const [chomping, text] = value.endsWith('\n') ? ['', value.slice(0, -1)] : ['-', value];
  return `|${chomping}\n${text.replace(/^(?=.)/gm, `${indent}  `)}`;
}

function literal(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  throw new TypeError(`a ${typeof value} (${String(value)}) cannot be written as YAML`);
}

/** True for several lines without a leading blank, unprintable characters, or more than one line end at the end. */
function isTextBlock(text: string): boolean {
  return text.includes('\n') && /^\S/.test(text) && !text.endsWith('\n\n') && !unprintable.test(text);
}

function inline(text: string): string {
  if (isPlain.test(text) && !isWord.test(text)) return text;
  return JSON.stringify(text).replace(needsEscape, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Texts that every YAML reader reads as text. Some readers take a leading digit or a lone exponent for a number or date. */
const isPlain = /^[A-Za-z/](?:[\w./()+@%=;,'<>!?-]|:(?=[^\s,])|[ ](?=[^\s#]))*$/;
const isWord = /^(?:true|false|yes|no|on|off|y|n|null|e[+-]?\d+)$/i;
/** Characters that JSON does not escape, but YAML reads as a line end or not at all. */
const needsEscape = /[\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]/g;
const unprintable = /[^\P{C}\n]|[\u2028\u2029]/u;
