/** Reads a small YAML file strictly: one map of texts and lists of texts, in which every mistake is named with its line. */
import { UserError } from '../../errors.ts';
import { nearest } from '../../schema/index.ts';
import { type Node, readYaml } from '../../yaml/index.ts';

/** What may stand in a field: returns what is wrong with a text, to follow that text in a sentence; undefined if it is fine. */
type Check = (text: string) => string | undefined;

/** A field of a file. */
export interface FieldRule {
  readonly check: Check;
  /** @default false */
  readonly required?: boolean;
  /** Whether it takes a list of texts, each checked. @default one text */
  readonly list?: boolean;
}

/** The values of a file, by the names of its fields. */
export interface Fields {
  /** The text of a field; undefined if it is absent. */
  text(field: string): string | undefined;
  /** The text of a field that is required. */
  required(field: string): string;
  /** The texts of a list; undefined if it is absent. */
  texts(field: string): readonly string[] | undefined;
  /** An error at the place of a field, or at the start of the file if it is absent. */
  mistake(field: string, message: string, hint?: string): UserError;
}

/** The file to read: its path as people know it, what it is called, and how a right one looks. */
interface Shape {
  readonly file: string;
  readonly noun: string;
  readonly rules: Readonly<Record<string, FieldRule>>;
  readonly hint: string;
}

/** The fields in the text of a file. Throws a `UserError` at the place of the first mistake. */
export function readFields(text: string, shape: Shape): Fields {
  const { documents, lineAt } = readYaml(text);
  const at = (offset: number, message: string, hint = shape.hint): UserError => {
    const { line, column } = lineAt(offset);
    return new UserError(`${shape.file}:${line}:${column}: ${message}`, { hint });
  };
  const [first, second] = documents;
  if (first === undefined) throw at(0, `this is no ${shape.noun}: the file is empty`);
  if ('problem' in first) throw at(first.offset, first.problem);
  if (second !== undefined) throw at('root' in second ? second.root.offset : second.offset, 'a second document');
  const root = behind(first.root);
  if (root.kind !== 'map') throw at(root.offset, `this is no ${shape.noun}`);
  const found = new Map<string, Found>();
  for (const { key, value } of root.pairs) {
    const field = textOf(key);
    if (field === undefined) throw at(key.offset, 'this is no name of a field');
    const rule = Object.hasOwn(shape.rules, field) ? shape.rules[field] : undefined;
    if (rule === undefined) throw at(key.offset, unknownField(field, shape));
    found.set(field, { texts: textsOf(field, value, rule, at), offset: value.offset });
  }
  const absent = Object.keys(shape.rules).filter((field) => shape.rules[field]?.required && !found.has(field));
  if (absent.length > 0) throw at(root.offset, `this ${shape.noun} lacks ${absent.join(', ')}`);
  return {
    text: (field) => found.get(field)?.texts[0],
    required: (field) => found.get(field)?.texts[0] ?? '',
    texts: (field) => found.get(field)?.texts,
    mistake: (field, message, hint) => at(found.get(field)?.offset ?? root.offset, message, hint),
  };
}

interface Found {
  readonly texts: readonly string[];
  readonly offset: number;
}

type MistakeAt = (offset: number, message: string) => UserError;

function textsOf(field: string, node: Node, { check, list = false }: FieldRule, at: MistakeAt): readonly string[] {
  const value = behind(node);
  const items = list ? (value.kind === 'list' ? value.items : undefined) : [value];
  if (items === undefined) throw at(node.offset, `${field} is no list`);
  return items.map((item) => {
    const text = textOf(item);
    if (text === undefined) throw at(item.offset, `${field} is ${list ? 'no list of texts' : 'no text'}`);
    const problem = check(text);
    if (problem !== undefined) throw at(item.offset, `${field}: ${JSON.stringify(text)} ${problem}`);
    return text;
  });
}

function unknownField(field: string, { noun, rules }: Shape): string {
  const known = Object.keys(rules);
  const meant = nearest(field, known);
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun} has no field ${field}${meant === undefined ? `, only ${known.join(', ')}` : `; did you mean ${meant}?`}`;
}

function behind(node: Node): Exclude<Node, { kind: 'alias' }> {
  return node.kind === 'alias' ? node.target : node;
}

/** What is written there: version 1.10 is no number. Undefined for a list, a map and null. */
function textOf(node: Node): string | undefined {
  const scalar = behind(node);
  if (scalar.kind !== 'scalar') return undefined;
  return scalar.json === undefined ? scalar.text : String(scalar.json.value);
}

/** The check of a name that becomes part of an object's name. */
export function nameProblem(text: string): string | undefined {
  return /^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/.test(text)
    ? undefined
    : 'is no name of up to 40 lower-case letters, digits and dashes';
}

/** The check of a path in a repository. */
export function pathProblem(text: string): string | undefined {
  const isInside = /^[\w.@+-]+(\/[\w.@+-]+)*$/.test(text) && !text.split('/').includes('..');
  return isInside ? undefined : 'is no relative path with forward slashes that stays inside its repository';
}

/** The check of the address of an API server. */
export function serverProblem(text: string): string | undefined {
  return /^https:\/\/[^\s/]+$/.test(text)
    ? undefined
    : 'is no address of an API server, such as https://kubernetes.default.svc';
}

/** The check of a registry that has the things of others: its host, and a folder in it. */
export function mirrorProblem(text: string): string | undefined {
  const isRegistry =
    /^(([a-z0-9-]+\.)+[a-z0-9-]+(:\d+)?|[a-z0-9-]+:\d+|localhost)(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/.test(text);
  return isRegistry
    ? undefined
    : 'is no registry, such as registry.internal.example/platform, without https:// and tag';
}

/** The check of the address of a repository. */
export function repositoryProblem(text: string): string | undefined {
  return /^(https|ssh|oci):\/\/[^\s/]+\/\S+$/.test(text)
    ? undefined
    : 'is no address of a repository, such as https://git.example.org/operations.git or oci://registry.example.org/operations';
}

/** The check of a branch or a tag. */
export function revisionProblem(text: string): string | undefined {
  return /^[\w][\w./-]*$/.test(text) ? undefined : 'is no branch and no tag';
}
