/** The text of a golden file: what `crossplane composition render` prints. */
import type { Rendered } from 'planesmith/testing';
import { stringify } from 'yaml';

// Strings are quoted where Crossplane's printer, which writes YAML 1.1, quotes them; no line is folded, so that diffs are short.
const style = { version: '1.1', lineWidth: 0, indentSeq: false } as const;

/** The XR with its status, then every composed resource, keys sorted as Crossplane's printer sorts them. */
export function goldenText({ xr, composed }: Pick<Rendered, 'xr' | 'composed'>): string {
  return [xr, ...composed].map((object) => `---\n${stringify(sorted(object), style)}`).join('');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, field]) => [key, sorted(field)]));
}
