/** Reads `approvals.yaml`: which findings somebody has looked at and accepts, why, and for how long. */
import { UserError } from '../errors.ts';
import { isDay } from '../schema/index.ts';
import { type Node, readYaml } from '../yaml/index.ts';

/** One entry of the file. */
export interface Approval {
  /** The fingerprint of the finding. */
  readonly finding: string;
  /** Who approves it, and answers for it. */
  readonly by: string;
  readonly why: string;
  /** The last day on which it counts, as `2027-01-31`. */
  readonly until: string;
}

const fields = ['finding', 'by', 'why', 'until'] as const;
const shape = 'an approval is `{ finding: <12 hex digits>, by: <who>, why: <reason>, until: <year-month-day> }`';

/** The approvals in the text of the file named `name`; none in an empty one. Throws a `UserError` at the place of the first mistake. */
export function readApprovals(text: string, name: string): readonly Approval[] {
  const { documents, lineAt } = readYaml(text);
  const mistake = (offset: number, message: string): UserError => {
    const { line, column } = lineAt(offset);
    return new UserError(`${name}:${line}:${column}: ${message}`, { hint: shape });
  };
  const [first, second] = documents;
  if (first === undefined) return [];
  if ('problem' in first) throw mistake(first.offset, first.problem);
  if (second !== undefined) throw mistake('root' in second ? second.root.offset : second.offset, 'a second document');
  const list = behind(first.root);
  if (list.kind !== 'list') throw mistake(list.offset, 'this is no list of approvals');
  const approvals = list.items.map((item) => approvalOf(item, mistake));
  const seen = new Set<string>();
  approvals.forEach(({ finding }, index) => {
    if (seen.has(finding)) throw mistake(list.items[index]?.offset ?? 0, `${finding} is approved twice`);
    seen.add(finding);
  });
  return approvals;
}

/** Makes the error of a mistake at an offset. */
type Mistake = (offset: number, message: string) => UserError;

function approvalOf(item: Node, mistake: Mistake): Approval {
  const map = behind(item);
  if (map.kind !== 'map') throw mistake(map.offset, 'this is no approval');
  const texts: Record<string, string> = {};
  for (const { key, value } of map.pairs) {
    const field = textOf(key, mistake);
    if (!fields.some((known) => known === field)) throw mistake(key.offset, `an approval has no field ${field}`);
    if (Object.hasOwn(texts, field)) throw mistake(key.offset, `${field} is given twice`);
    const text = textOf(value, mistake).trim();
    const problem = problemOf(field, text);
    if (problem !== undefined) throw mistake(value.offset, problem);
    texts[field] = text;
  }
  const { finding, by, why, until } = texts;
  if (finding === undefined || by === undefined || why === undefined || until === undefined) {
    const absent = fields.filter((field) => texts[field] === undefined);
    throw mistake(map.offset, `this approval lacks ${absent.join(' and ')}`);
  }
  return { finding, by, why, until };
}

function problemOf(field: string, text: string): string | undefined {
  if (text === '') return `${field} is empty`;
  const quoted = JSON.stringify(text);
  if (field === 'finding' && !/^[\da-f]{12}$/.test(text)) return `${quoted} is no fingerprint of 12 hex digits`;
  if (field === 'until' && !isDay(text)) return `${quoted} is no day, such as 2027-01-31`;
  return undefined;
}

function behind(node: Node): Exclude<Node, { kind: 'alias' }> {
  return node.kind === 'alias' ? node.target : node;
}

/** What is written there: a fingerprint of digits alone is no number, and `4e1234567890` is not infinite. */
function textOf(node: Node, mistake: Mistake): string {
  const scalar = behind(node);
  if (scalar.kind !== 'scalar') throw mistake(node.offset, 'this is no text');
  return scalar.json === undefined ? scalar.text : String(scalar.json.value);
}
