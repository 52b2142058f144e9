/** Validation as the API server does it, in its words. */
import type { Issue } from '../errors.ts';
import { compile, type Compiled } from './compile.ts';
import { nearest } from './nearest.ts';
import type { Node } from './node.ts';
import { type UnknownField, unknownFields } from './prune.ts';
import type { Finding } from './validate/findings.ts';

export interface CheckOptions {
  /** The value before an update: only with one, transition rules run and what the update leaves alone is not judged again. */
  readonly old?: unknown;
  /** The path of the value, as `spec`. @default '' the value is the whole object */
  readonly path?: string;
  /** Whether an unknown field is an issue. @default true */
  readonly strict?: boolean;
}

const rulesSkipped =
  'Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';

/**
 * All that is wrong with `value` (defaults applied before), none for a valid one. As in the API server, CEL rules are judged
 * once there is no missing, mistyped, unsupported or oversized value left; an issue says so where they were not.
 */
export function check(schema: Node, value: unknown, { old, path = '', strict = true }: CheckOptions = {}): Issue[] {
  const compiled = compile(schema);
  const { validate, rules } = compiled;
  const findings: Finding[] = [];
  validate(value, old, path, findings);
  if (old === undefined || !hasDuplicates(compiled, old)) compiled.duplicates?.(value, path, findings);
  if (rules !== undefined) {
    if (findings.some((finding) => finding.blocking))
      findings.push({ path: '', message: rulesSkipped, blocking: true });
    else rules(value, old, path, findings);
  }
  const unknown = strict ? unknownFields(schema, value, path).flatMap(unknownIssue) : [];
  return [...unknown, ...findings.map(({ path: at, message }) => ({ path: at, message }))];
}

/** An object that had duplicates before an update may keep them. */
function hasDuplicates({ duplicates }: Compiled, old: unknown): boolean {
  const findings: Finding[] = [];
  duplicates?.(old, '', findings);
  return findings.length > 0;
}

/** Where no object is wanted at all, the wrong type is told, not each of its fields. */
function unknownIssue({ path, name, known }: UnknownField): Issue[] {
  if (known.length === 0) return [];
  const meant = nearest(name, known);
  const hint = meant === undefined ? '' : `, did you mean "${meant}"?`;
  return [{ path, message: `unknown field "${path}"${hint}` }];
}
