/** Says in words what to write instead of a value that a schema refuses: the API server's own messages hide the value and the remedy. */
import type { Issue } from '../errors.ts';
import {
  check,
  type IntegerNode,
  type Node,
  type NumberNode,
  object,
  type ObjectNode,
  type Schema,
} from '../schema/index.ts';
import { reservedSpecFields } from '../schema/crossplane-fields.ts';
import { segments } from './documents.ts';

/** An issue in the words of the API server, and in ours. */
export interface HintedIssue extends Issue {
  /** What to write, as part of a sentence. */
  readonly hint?: string;
}

/** A hostile claim can have thousands of issues, and an example costs a check. */
const mostHints = 50;

/** The issues of a value with a hint for those on its type, its pattern or its format: one for each field. */
export function withHints(issues: readonly Issue[], schema: Node, value: unknown, root = ''): HintedIssue[] {
  const hinted = new Set<string>();
  return issues.map((issue) => {
    const isEnough = hinted.size === mostHints || hinted.has(issue.path);
    const hint = isEnough ? undefined : hintOn(issue, schema, value, root);
    if (hint === undefined) return issue;
    hinted.add(issue.path);
    return { ...issue, hint };
  });
}

function hintOn({ path, message }: Issue, schema: Node, value: unknown, root: string): string | undefined {
  let node: Node | undefined = schema;
  let found = value;
  let name = '';
  for (const step of segments(path).slice(segments(root).length)) {
    node = node && below(node, step);
    found = (found as Readonly<Record<string, unknown>> | null | undefined)?.[step];
    name = step;
  }
  if (node === undefined || found === undefined) return undefined;
  if (node.kind === 'string' && typeof found === 'string') return textHint(node, found, message);
  const remedy = remedyOf(node, found, name, message);
  return remedy && `found ${shown(found)}; ${remedy}`;
}

function below(node: Node, step: string): Node | undefined {
  if (node.kind === 'object') return Object.hasOwn(node.fields, step) ? node.fields[step] : undefined;
  if (node.kind === 'map') return node.values;
  if (node.kind === 'array') return node.items;
  if (node.kind !== 'metadata') return undefined;
  if (step === 'labels' || step === 'annotations') return { ...text, kind: 'map', values: text };
  return ['name', 'generateName', 'namespace'].includes(step) ? text : undefined;
}

/** A field of the metadata. */
const text = { kind: 'string', presence: 'optional', nullable: false, rules: [], description: undefined } as const;

/** What to write instead of a value of another type; undefined if it has the type. */
function remedyOf(node: Node, value: unknown, name: string, message: string): string | undefined {
  const remedy = byKind(node, value, name);
  const isRequired = message.startsWith('Required value');
  return value === null && remedy !== undefined && !isRequired ? `${remedy}, or take it out` : remedy;
}

function byKind(node: Node, value: unknown, name: string): string | undefined {
  switch (node.kind) {
    case 'integer':
    case 'number':
      return numberRemedy(node, value, name);
    case 'boolean':
      if (typeof value === 'boolean') return undefined;
      return typeof value === 'string' ? 'write true or false, without quotes' : 'write true or false';
    case 'enum':
      // The values are in the message.
      return node.values.includes(String(value)) ? textRemedy(value) : undefined;
    case 'string':
      return textRemedy(value);
    case 'array':
      if (Array.isArray(value)) return undefined;
      return typeof value === 'string' ? `write a list: [${shown(value)}]` : 'write a list';
    case 'map':
      return isFields(value) ? undefined : 'write a map of entries by name';
    case 'object':
      return isFields(value) ? undefined : `write a map${fieldsOf(node)}`;
    default:
      return undefined;
  }
}

/** The fields that its author may write. */
function fieldsOf({ fields }: ObjectNode): string {
  const own = Object.keys(fields).filter((name) => !reservedSpecFields.includes(name));
  return own.length === 0 ? '' : ` of its fields: ${own.join(', ')}`;
}

function textRemedy(value: unknown): string | undefined {
  if (typeof value === 'string') return undefined;
  if (Number.isInteger(value)) return `quote it: "${String(value)}"`;
  if (typeof value === 'number') return 'quote the text, which YAML reads as a number';
  return typeof value === 'boolean' ? 'quote the text, which YAML reads as a boolean' : 'write a text';
}

function numberRemedy(node: IntegerNode | NumberNode, value: unknown, name: string): string | undefined {
  const kind = node.kind === 'integer' ? 'a whole number' : 'a number';
  if (typeof value === 'number')
    return node.kind === 'integer' && !Number.isInteger(value) ? `write ${kind}` : undefined;
  const [, digits, unit = ''] = (typeof value === 'string' && /^(-?\d+(?:\.\d+)?) ?([a-z%]*)$/i.exec(value)) || [];
  if (digits === undefined) return `write ${kind}, such as ${String(node.default ?? node.minimum ?? 1)}`;
  if (node.kind === 'integer' && digits.includes('.')) return `write ${kind}`;
  if (unit === '') return `write ${digits}, without quotes`;
  const [ownUnit] = /([KMGT]i?B|Seconds|Minutes|Hours|Days|Percent)$/.exec(name) ?? [];
  if (ownUnit === undefined) return 'write a number without a unit';
  const isSame = unit.toLowerCase().startsWith(ownUnit.slice(0, 1).toLowerCase());
  return `write ${isSame ? digits : `a number of ${ownUnit}`}: the unit is in the name`;
}

/** For a text of which the message only shows a pattern or the name of a format. */
function textHint(node: Node, value: string, message: string): string | undefined {
  const isFormat = message.includes('must be of type');
  if (!isFormat && !message.includes('should match')) return undefined;
  const slug = value.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const example = [slug.replaceAll(/^-|-$/g, ''), node.default, ...samples].find((candidate) =>
    isValid(node, candidate),
  );
  if (isFormat)
    return `found ${shown(value)}${example === undefined ? '' : `; write for example "${String(example)}"`}`;
  const words = (node.description ?? '').replace(/\.$/, '');
  const hasExample = words.includes('such as') || example === undefined;
  return [words, ...(hasExample ? [] : [`for example "${String(example)}"`])].filter(Boolean).join('; ');
}

const samples = ['example', '1h', '2030-01-01T00:00:00Z', 'https://example.org', 'example.org', '10.0.0.0/16'];

function isValid(node: Node, value: unknown): boolean {
  return value !== undefined && check(object({ it: node as Schema }), { it: value }).length === 0;
}

function shown(value: unknown): string {
  if (value === null) return 'no value';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  const json = JSON.stringify(value) ?? '';
  return json.length > 60 ? `${json.slice(0, 59)}…` : json;
}

function isFields(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
