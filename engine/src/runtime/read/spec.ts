/** Reads the spec of a claim, and what an existing claim keeps though its API no longer allows it. */
import type { Refusal } from '../../authoring/planner.ts';
import { type Issue, UserError } from '../../errors.ts';
import { applyDefaults, check, type AnyApi, type Node, type Schema } from '../../schema/index.ts';
import { sentence } from './issues.ts';
import { checkOfChoices, withoutRules } from './less-strict.ts';
import type { Recorded } from './recorded.ts';
import type { Xr } from './xr.ts';

/** A spec as planners get it. */
export interface Spec {
  readonly spec: Readonly<Record<string, unknown>>;
  /** A refusal of every field that a newer schema no longer allows. */
  readonly refusals: readonly Refusal[];
}

/**
 * Returns a reader of specs, which fills in every default. It throws a `UserError` with the path of every field of a new claim that does not
 * fit, though the API server should have refused it.
 *
 * An existing claim may break a newer schema. The API server accepts whatever an update does not change (`CRDValidationRatcheting`,
 * https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/registry/customresource/strategy.go and status_strategy.go).
 * The function refuses such a field, and the claim goes on. If the field is recorded, it has its recorded value. If only its bounds changed,
 * it stays as written. If the code does not know its value, everything stays.
 *
 * Two checks are left to the API server. An unchanged field of an old claim may break a newer CEL rule. Claims that are pinned to an older
 * function may have fields of a newer XRD.
 */
export function specReader(api: AnyApi): (xr: Pick<Xr, 'written' | 'claim'>, existing: Recorded | undefined) => Spec {
  const bounds = withoutRules(api.spec);
  check(bounds, {});
  const checkChoices = checkOfChoices(api.spec);
  const comparable = sameScalars(api.spec, api.recorded);
  return ({ written, claim }, existing) => {
    const spec = applyDefaults(bounds, written as never) as Recorded;
    const issues = check(bounds, spec, { path: 'spec', strict: false }).filter(({ path }) => path !== '');
    if (issues.length === 0) return { spec, refusals: [] };
    if (existing === undefined) throw new UserError(`${claim.kind} ${claim.name} is not valid: ${sentence(issues)}`);
    const kept: Record<string, unknown> = { ...spec };
    for (const field of new Set(issues.map(fieldOf))) {
      if (comparable.has(field) && existing[field] !== undefined) kept[field] = existing[field];
    }
    const unknown = new Set(checkChoices(kept, 'spec').map(({ path }) => path));
    const refusals = issues.map((issue): Refusal => {
      const isRecorded = comparable.has(fieldOf(issue)) && existing[fieldOf(issue)] !== undefined;
      const keep = isRecorded || !unknown.has(issue.path) ? kept[fieldOf(issue)] : undefined;
      return { path: issue.path, why: issue.message, who: 'the platform team', keep };
    });
    return { spec: kept, refusals };
  };
}

/** The field of the spec that an issue is about. */
function fieldOf({ path }: Issue): string {
  return /^spec\.([^.[]+)/.exec(path)?.[1] ?? '';
}

/** The fields that hold a text, a number or a truth in the spec, and the same in the record. Others only share their names. */
function sameScalars(spec: Schema, recorded: Schema): ReadonlySet<string> {
  if (spec.kind !== 'object' || recorded.kind !== 'object') return new Set();
  const names = Object.entries(spec.fields).filter(([name, field]) => {
    const other = Object.hasOwn(recorded.fields, name) ? recorded.fields[name] : undefined;
    return other !== undefined && isScalar(field) && typeOf(field) === typeOf(other);
  });
  return new Set(names.map(([name]) => name));
}

const typeOf = ({ kind }: Node) => (kind === 'enum' ? 'string' : kind);

const isScalar = (node: Node) => ['string', 'integer', 'number', 'boolean'].includes(typeOf(node));
