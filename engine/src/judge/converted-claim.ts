/** Converts a claim that was written for an earlier schema of its API, and judges what the API makes of it. */
import { isDeepStrictEqual } from 'node:util';
import type { Issue } from '../errors.ts';
import { reservedSpecFields } from '../schema/crossplane-fields.ts';
import { RefusedConversion, refuseConversion } from '../schema/convert.ts';
import { type AnyApi, applyDefaults, check, type Flavour, type Node } from '../schema/index.ts';
import { issuesOf, type Offer } from './verdict.ts';

/** An object as it is written. */
export type Written = Readonly<Record<string, unknown>>;

/** What becomes of a claim. */
export interface ConvertedClaim<Claim extends Written> {
  /** The claim itself if its API has another schema for it, or none. */
  readonly claim: Claim;
  /** What is wrong with the conversion: the claim stays as it is. */
  readonly problem?: Issue;
  /** Why a claim that fits neither schema does not fit the earlier one, if it comes closer to that. */
  readonly misfits?: readonly Issue[];
}

/** How a claim is converted. */
export interface ConvertOptions {
  readonly flavour: Flavour;
  /** The version that the claim is to have, such as `v1beta1`. @default its own, or the stored one if its own is not served */
  readonly version?: string;
}

/**
 * The claim for the API of today. A claim that does not fit the earlier schema stays as it is, whether it fits that of today or none. It never throws for what `convert` does.
 */
export function convertedClaim<Claim extends Written>(
  claim: Claim,
  offer: Offer,
  { flavour, version }: ConvertOptions,
): ConvertedClaim<Claim> {
  const api = Object.values(offer.apis).find(({ kind }) => kind === claim['kind']);
  if (api === undefined || !String(claim['apiVersion']).startsWith(`${offer.group}/`)) return { claim };
  const served = { ...claim, apiVersion: `${offer.group}/${version ?? servedVersion(claim, api)}` };
  const [own, ofCrossplane] = parts(claim['spec']);
  const misfits = misfitsBefore(api, own);
  if (misfits.length > 0) {
    const now = issuesOf(served, offer, flavour) ?? [];
    return now.length > misfits.length || now.some(({ path }) => path === misfits[0]?.path)
      ? { claim, misfits }
      : { claim: served };
  }
  if (api.convert === undefined) return { claim: served };
  const outcome = convertedSpec(api, own);
  if ('problem' in outcome) return { claim, problem: outcome.problem };
  if (isDeepStrictEqual(outcome.spec, own)) return { claim: served };
  const converted = { ...served, spec: { ...outcome.spec, ...ofCrossplane } };
  const [issue] = issuesOf(converted, offer, flavour) ?? [];
  if (issue === undefined) return { claim: converted };
  return { claim, problem: { path: issue.path, message: `convert gives what is invalid: ${issue.message}` } };
}

/** Why a spec, without the fields of Crossplane, is not one of the earlier schema; empty if it is. Without a conversion, the schema of today is the earlier one, too. */
function misfitsBefore({ convert }: AnyApi, spec: Written): readonly Issue[] {
  return convert === undefined ? [] : check(convert.from, applyDefaults(convert.from, spec), { path: 'spec' });
}

type Outcome = { readonly spec: Written } | { readonly problem: Issue };

/** The spec that `convert` gives, or what is wrong with it. */
function convertedSpec(api: AnyApi, old: Written): Outcome {
  const [first, second] = [called(api, old), called(api, old)];
  if ('problem' in first) return first;
  if (!isDeepStrictEqual(first, second)) return failed('convert gives something else each time');
  const lost = lostField(api.spec, old, first.spec, 'spec');
  if (lost !== undefined) return failed('convert loses it, although the API still has it', lost);
  if (misfitsBefore(api, first.spec).length > 0) return first;
  const again = called(api, first.spec);
  return isDeepStrictEqual(first, again) ? first : failed('convert changes what it gave itself');
}

/** Its arguments are a copy, and so is its result: without undefined fields, as a file has it. */
function called({ convert }: AnyApi, old: Written): Outcome {
  try {
    const given: unknown = convert?.to(structuredClone(old), refuseConversion);
    const spec: unknown = given === undefined ? undefined : JSON.parse(JSON.stringify(given));
    return isMembers(spec) ? { spec } : failed('convert gives no object');
  } catch (error) {
    if (error instanceof RefusedConversion) return failed(`convert refuses it: ${error.message}`, error.path);
    return failed(`convert throws: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function failed(message: string, path = 'spec'): Outcome {
  return { problem: { path, message } };
}

/** The path of a field that the claim had and that is gone, although the schema still has it and does not deprecate it. */
function lostField(schema: Node, old: unknown, now: unknown, path: string): string | undefined {
  if (schema.deprecated !== undefined || old === undefined) return undefined;
  if (now === undefined) return path;
  if (!isMembers(old) || !isMembers(now)) return undefined;
  for (const name of Object.keys(old)) {
    const field = schema.kind === 'map' ? schema.values : schema.kind === 'object' ? schema.fields[name] : undefined;
    if (field === undefined) continue;
    const lost = lostField(field, member(old, name), member(now, name), `${path}.${name}`);
    if (lost !== undefined) return lost;
  }
  return undefined;
}

function servedVersion({ apiVersion }: Written, { version, alsoServed }: AnyApi): string {
  const own = String(apiVersion).split('/')[1] ?? '';
  return alsoServed.includes(own) ? own : version;
}

/** The fields of the API, and those that Crossplane adds. */
function parts(spec: unknown): readonly [own: Written, ofCrossplane: Written] {
  const fields = Object.entries(isMembers(spec) ? spec : {});
  const ofCrossplane = ([name]: readonly [string, unknown]) => reservedSpecFields.includes(name);
  const own = fields.filter((field) => !ofCrossplane(field));
  return [Object.fromEntries(own), Object.fromEntries(fields.filter(ofCrossplane))];
}

function member(value: Written, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function isMembers(value: unknown): value is Written {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
