/** Compares our reader of YAML with kubectl's. */
import { isUtf8 } from 'node:buffer';
import { isDeepStrictEqual } from 'node:util';
import { readYaml } from 'planesmith/testing';
import type { Answer } from './recorded.ts';

/** What we refuse although kubectl reads it, and why. */
const stricter: readonly { readonly says: RegExp; readonly reason: string }[] = [
  { says: /occurs twice in this map$/, reason: 'kubectl takes the last value and loses the others in silence' },
  { says: /^kubectl ignores what follows/, reason: 'what kubectl does not read is lost in silence' },
  {
    says: /^a list or a map cannot be a key/,
    reason: 'kubectl takes an empty one for the whole document, and loses the rest',
  },
  {
    says: /^kubectl reads no directive/,
    reason: 'where kubectl does not refuse it, it ignores the rest of the document',
  },
  { says: /nested too deeply$/, reason: 'a value that deep fills the stack of a later step' },
  { says: /^this is not UTF-8 text$/, reason: 'kubectl replaces such bytes in JSON, and reads UTF-16 by luck' },
  {
    says: /^a byte order mark/,
    reason: 'nobody sees it, and kubectl loses the first letter of later lines after two of them',
  },
  { says: /as a !!timestamp/, reason: 'Kubernetes has no dates: the tag promises what nobody keeps' },
  { says: /^!!binary value is no UTF-8/, reason: 'kubectl replaces such bytes' },
  {
    says: /^unsupported map key|is no value in Kubernetes$/,
    reason: 'only a later key of the same name makes kubectl forget it',
  },
];

/** Returns how our reader differs from kubectl's answer, in a sentence; undefined if it does not, or is stricter on purpose. */
export function differenceFrom(answer: Answer, bytes: Uint8Array): string | undefined {
  const { values, problem } = ours(bytes);
  const isOnPurpose = stricter.some(({ says }) => problem !== undefined && says.test(problem));
  const expected = isOnPurpose ? answer.values.slice(0, values.length) : answer.values;
  const isSame =
    isDeepStrictEqual(values, expected) && (isOnPurpose || (problem === undefined) === (answer.error === undefined));
  if (isSame) return undefined;
  return `${JSON.stringify(Buffer.from(bytes).toString())}: we read ${told(values, problem)}, kubectl ${told(answer.values, answer.error)}`;
}

/** The values up to the first document that cannot be read. */
function ours(bytes: Uint8Array): { values: unknown[]; problem?: string } {
  if (!isUtf8(bytes)) return { values: [], problem: 'this is not UTF-8 text' };
  const { documents } = readYaml(Buffer.from(bytes).toString());
  const values: unknown[] = [];
  for (const document of documents) {
    if ('problem' in document) return { values, problem: document.problem };
    values.push(document.value);
  }
  return { values };
}

function told(values: readonly unknown[], problem: string | undefined): string {
  return problem === undefined ? JSON.stringify(values) : `${JSON.stringify(values)} and then "${problem}"`;
}
