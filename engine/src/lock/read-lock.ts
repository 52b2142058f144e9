/** Reads a lock strictly: whatever it does not say exactly is a mistake, named with its place. */
import { UserError } from '../errors.ts';
import { isDigest } from '../xpkg/digest.ts';
import { type Node, readYaml } from '../yaml/index.ts';
import { type Lock, type Pin, type Section, sections, unresolved } from './lock.ts';

const fields = ['name', 'image', 'version', 'digest'] as const;
/** Of providers and operators alone. */
const groupsField = 'groups';
const hint = 'a pin is `{ name: provider-sql, image: <host>/<repository>, version: v1.2.3, digest: sha256:… }`';

/** The lock in the text of a file. Throws a `UserError` at the place of the first mistake, with the path of its field. */
export function readLock(text: string, file: string): Lock {
  const { documents, lineAt } = readYaml(text);
  const mistake: Mistake = (offset, message) => {
    const { line, column } = lineAt(offset);
    return new UserError(`${file}:${line}:${column}: ${message}`, { hint });
  };
  const [first, second] = documents;
  if (first === undefined) return lockOf({ kind: 'map', offset: 0, pairs: [] }, mistake);
  if ('problem' in first) throw mistake(first.offset, first.problem);
  if (second !== undefined) throw mistake('root' in second ? second.root.offset : second.offset, 'a second document');
  return lockOf(first.root, mistake);
}

/** Makes the error of a mistake at an offset. */
type Mistake = (offset: number, message: string) => UserError;

function lockOf(root: Node, mistake: Mistake): Lock {
  const map = fieldsIn(root, [...sections, 'base'], { path: '', noun: 'lock' }, mistake);
  const listOf = (section: Section): readonly Pin[] => pinsIn(map.get(section), section, mistake);
  const base = map.get('base');
  return {
    providers: listOf('providers'),
    functions: listOf('functions'),
    operators: listOf('operators'),
    charts: listOf('charts'),
    images: listOf('images'),
    ...(base !== undefined && { base: pinIn(base, 'base', mistake) }),
  };
}

function pinsIn(node: Node | undefined, section: Section, mistake: Mistake): readonly Pin[] {
  if (node === undefined) return [];
  const list = behind(node);
  if (list.kind !== 'list') throw mistake(list.offset, `${section} is no list of pins`);
  const pins = list.items.map((item, index) => pinIn(item, `${section}[${index}]`, mistake));
  pins.forEach((pin, index) => {
    const problem = repeated(pin, pins.slice(0, index), section);
    if (problem !== undefined) throw mistake(list.items[index]?.offset ?? 0, `${section}[${index}]: ${problem}`);
  });
  return pins;
}

/** A cluster has one version of a package or an operator; a platform may compose several versions of an image. */
function repeated(pin: Pin, before: readonly Pin[], section: Section): string | undefined {
  if (before.some(({ name }) => name === pin.name)) return `the name ${pin.name} is there twice`;
  const same = before.find(
    ({ image, version }) => image === pin.image && (section !== 'images' || version === pin.version),
  );
  return same && `${pin.name} and ${same.name} pin the same ${pin.image}`;
}

function pinIn(node: Node, path: string, mistake: Mistake): Pin {
  const brings = /^(providers|operators)\[/.test(path);
  const map = fieldsIn(node, brings ? [...fields, groupsField] : fields, { path, noun: 'pin' }, mistake);
  const absent = fields.filter((field) => !map.has(field));
  if (absent.length > 0) throw mistake(behind(node).offset, `${path} lacks ${absent.join(', ')}`);
  const [name, image, version, digest] = fields.map((field) => {
    const value = map.get(field)!;
    const text = textOf(value, `${path}.${field}`, mistake);
    const problem = problemOf[field](text);
    if (problem !== undefined) throw mistake(value.offset, `${path}.${field}: ${JSON.stringify(text)} ${problem}`);
    return text;
  });
  const groups = map.get(groupsField);
  return {
    name: name!,
    image: image!,
    version: version!,
    digest: isDigest(digest) ? digest : unresolved,
    ...(groups !== undefined && { groups: groupsIn(groups, `${path}.${groupsField}`, mistake) }),
  };
}

function groupsIn(node: Node, path: string, mistake: Mistake): readonly string[] {
  const list = behind(node);
  if (list.kind !== 'list') throw mistake(list.offset, `${path} is no list of API groups`);
  return list.items.map((item, index) => {
    const group = textOf(item, `${path}[${index}]`, mistake);
    if (/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(group)) return group;
    throw mistake(item.offset, `${path}[${index}]: ${JSON.stringify(group)} is no API group`);
  });
}

/** What is wrong with the text of a field, after that text. */
const problemOf: Readonly<Record<(typeof fields)[number], (text: string) => string | undefined>> = {
  name: (text) => (/^[\w.-]+$/.test(text) ? undefined : 'is no name of letters, digits, points and dashes'),
  image: imageProblem,
  version: versionProblem,
  digest: (text) =>
    text === unresolved || isDigest(text) ? undefined : 'is neither sha256: with 64 hex digits nor unresolved',
};

function imageProblem(text: string): string | undefined {
  if (text.includes('@')) return 'has a digest: that belongs into the field digest';
  const path = text.slice(text.indexOf('/') + 1);
  if (text.includes('/') && path.includes(':')) return 'has a tag: that belongs into the field version';
  const isWhole = /^((?:[a-z0-9-]+\.)+[a-z0-9-]+(:\d+)?|[a-z0-9-]+:\d+|localhost)(\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)+$/i;
  return isWhole.test(text) ? undefined : 'names no repository with its host, such as docker.io/library/postgres';
}

/** Tags that everybody moves. The digest beside one would say what is meant, and nobody could tell which version that is. */
const moving = /^(latest|main|master|edge|nightly|stable|dev|canary)$/i;

function versionProblem(text: string): string | undefined {
  if (/^[\^~<>=*]|\s|\.[x*]$/.test(text)) return 'is a range: pin one version';
  if (moving.test(text)) return 'moves: pin one version';
  return /^\w[\w.-]{0,127}$/.test(text) ? undefined : 'is no tag';
}

/** The values of a map by the names of its fields, each of which must be known. */
function fieldsIn(
  node: Node,
  known: readonly string[],
  { path, noun }: { readonly path: string; readonly noun: string },
  mistake: Mistake,
): ReadonlyMap<string, Node> {
  const map = behind(node);
  if (map.kind !== 'map') throw mistake(map.offset, `${path === '' ? 'this' : path} is no ${noun}`);
  const found = new Map<string, Node>();
  for (const { key, value } of map.pairs) {
    const field = textOf(key, path === '' ? 'a field' : path, mistake);
    const place = path === '' ? field : `${path}.${field}`;
    if (!known.includes(field)) {
      throw mistake(key.offset, `${place}: a ${noun} has no field ${field}, only ${known.join(', ')}`);
    }
    if (found.has(field)) throw mistake(key.offset, `${place} is given twice`);
    found.set(field, value);
  }
  return found;
}

function behind(node: Node): Exclude<Node, { kind: 'alias' }> {
  return node.kind === 'alias' ? node.target : node;
}

/** What is written there: version 1.10 is no number. */
function textOf(node: Node, path: string, mistake: Mistake): string {
  const scalar = behind(node);
  if (scalar.kind !== 'scalar') throw mistake(scalar.offset, `${path} is no text`);
  return scalar.json === undefined ? scalar.text : String(scalar.json.value);
}
