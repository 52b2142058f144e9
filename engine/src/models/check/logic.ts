/**
 * Checks the keywords `allOf`, `anyOf`, `oneOf` and `not`:
 * https://github.com/kubernetes/kube-openapi/blob/43fb72c5454a/pkg/validation/validate/schema_props.go
 */
import { type Finding, invalid, type ValidateAlone } from '../../schema/validate/findings.ts';
import { quote } from '../../schema/validate/go-text.ts';
import type { JsonSchema } from '../json-schema.ts';
import type { Compile } from './compile.ts';

/** One check per keyword. If all alternatives fail, it also reports the findings of the one with the fewest. */
export function logicChecks({ allOf, anyOf, oneOf, not }: JsonSchema, compile: Compile): readonly ValidateAlone[] {
  const checks: ValidateAlone[] = [];
  if (allOf !== undefined) {
    const alternatives = allOf.map(compile);
    checks.push((value, path, out) => {
      const failed = alternatives.map((check) => findingsOf(check, value, path)).filter(({ length }) => length > 0);
      if (failed.length === 0) return;
      const none = failed.length === alternatives.length ? '. None validated' : '';
      out.push(...failed.flat(), composite(path, `must validate all the schemas (allOf)${none}`));
    });
  }
  if (anyOf !== undefined) {
    const alternatives = anyOf.map(compile);
    checks.push((value, path, out) => {
      const results = alternatives.map((check) => findingsOf(check, value, path));
      if (results.some(({ length }) => length === 0)) return;
      out.push(composite(path, 'must validate at least one schema (anyOf)'), ...fewest(results));
    });
  }
  if (oneOf !== undefined) {
    const alternatives = oneOf.map(compile);
    checks.push((value, path, out) => {
      const results = alternatives.map((check) => findingsOf(check, value, path));
      const valid = results.filter(({ length }) => length === 0).length;
      if (valid === 1) return;
      const found = valid === 0 ? 'Found none valid' : `Found ${valid} valid alternatives`;
      out.push(composite(path, `must validate one and only one schema (oneOf). ${found}`));
      if (valid === 0) out.push(...fewest(results));
    });
  }
  if (not !== undefined) {
    const check = compile(not);
    checks.push((value, path, out) => {
      if (findingsOf(check, value, path).length === 0) out.push(composite(path, 'must not validate the schema (not)'));
    });
  }
  return checks;
}

function findingsOf(check: ValidateAlone, value: unknown, path: string): Finding[] {
  const findings: Finding[] = [];
  check(value, path, findings);
  return findings;
}

function fewest(results: readonly Finding[][]): Finding[] {
  return results.reduce((best, findings) => (findings.length < best.length ? findings : best), results[0] ?? []);
}

function composite(path: string, problem: string): Finding {
  return invalid(path, '', `${quote(path)} ${problem}`);
}
