/** Validation with the rules and messages of the API server. */
import type { Issue } from '../errors.ts';
import { compile, type Compiled } from './compile.ts';
import { nearest } from './nearest.ts';
import type { Node } from './node.ts';
import { type UnknownField, unknownFields } from './unknown-fields.ts';
import { enoughFindings, type Finding } from './validate/findings.ts';

export interface CheckOptions {
  /** The value before an update. With it, transition rules run, and unchanged parts are not checked again. */
  readonly old?: unknown;
  /** The path of the value, as `spec`. @default '' the value is the whole object */
  readonly path?: string;
  /** Whether an unknown field is an issue. @default true */
  readonly strict?: boolean;
}

/** The message of the issue that is added if other issues kept rules from being checked. */
export const rulesSkipped =
  'Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';

/**
 * Every issue of `value`, to which defaults have been applied; empty for a valid one.
 *
 * Like the API server, it evaluates CEL rules only if no value is missing, mistyped, unsupported or oversized.
 * Otherwise one issue says that rules were skipped.
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
  const unknown = strict ? unknownFields(schema, value, path).slice(0, enoughFindings).flatMap(unknownIssue) : [];
  return [...unknown, ...findings.map(({ path: valuePath, message }) => ({ path: valuePath, message }))];
}

/** Duplicates that an object had before an update are no issue after it. */
function hasDuplicates({ duplicates }: Compiled, old: unknown): boolean {
  const findings: Finding[] = [];
  duplicates?.(old, '', findings);
  return findings.length > 0;
}

/** Empty if the schema expects no object there, since a type error is reported already. */
function unknownIssue({ path, name, known }: UnknownField): Issue[] {
  if (known.length === 0) return [];
  const suggestion = nearest(name, known);
  const hint = suggestion === undefined ? '' : `, did you mean "${suggestion}"?`;
  return [{ path, message: `unknown field "${path}"${hint}` }];
}
