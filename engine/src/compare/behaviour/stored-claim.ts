/** What the API server makes of a claim that is written, and what it then stores. */
import { convertedClaim } from '../../judge/converted-claim.ts';
import { issuesOf } from '../../judge/verdict.ts';
import type { Platform } from '../../platform/platform.ts';
import type { KubernetesObject } from '../../render/index.ts';
import type { Flavour } from '../../schema/index.ts';
import { withFilledIn } from './filled-in.ts';
import type { SettledState } from './settled.ts';

/** Why the API server refuses a claim that is written; undefined if it takes it. */
export function invalidIn(claim: KubernetesObject, platform: Platform, flavour: Flavour): SettledState['invalid'] {
  const { apiVersion, kind } = claim;
  const message = `the platform serves no ${kind} of ${apiVersion}`;
  const [issue, ...more] = issuesOf(claim, platform, flavour) ?? [{ path: 'apiVersion', message }];
  if (issue === undefined) return undefined;
  const rest = more.length === 0 ? '' : ` (and ${more.length} more)`;
  const remedy = remedyFor(claim, platform, flavour);
  return { path: issue.path, message: `${issue.path}: ${issue.message}${rest}${remedy}` };
}

/** What rewrites an invalid claim, if its API can. */
function remedyFor(claim: KubernetesObject, platform: Platform, flavour: Flavour): string {
  const { claim: now } = convertedClaim(claim, platform, { flavour });
  if (now === claim || issuesOf(now, platform, flavour)?.length !== 0) return '';
  const version = now.apiVersion.split('/')[1];
  return `; \`planesmith migrate --to ${version}\` rewrites the claim`;
}

/** What is stored once a conversion has taken fields out of the file: whoever applies it takes them out of the cluster, too. */
export function withoutGone(
  state: SettledState,
  { spec: old }: KubernetesObject,
  { spec: now }: KubernetesObject,
): SettledState {
  if (old === now) return state;
  return { ...state, xr: { ...state.xr, spec: leftIn(state.xr['spec'], old, now) } };
}

/** The stored value without the fields that the old file has and the new one lacks. */
function leftIn(stored: unknown, old: unknown, now: unknown): unknown {
  if (!isMembers(stored) || !isMembers(old) || !isMembers(now)) return stored;
  const kept = Object.entries(stored)
    .filter(([name]) => !Object.hasOwn(old, name) || Object.hasOwn(now, name))
    .map(([name, value]) => [name, Object.hasOwn(old, name) ? leftIn(value, old[name], now[name]) : value]);
  return Object.fromEntries(kept);
}

function isMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether the kind and the version of a claim are served, so that a stored one goes on. */
export function isServed({ apiVersion, kind }: KubernetesObject, { apis, group }: Platform): boolean {
  const versions = Object.values(apis).flatMap((api) => (api.kind === kind ? [api.version, ...api.alsoServed] : []));
  return versions.some((version) => apiVersion === `${group}/${version}`);
}

/** The claim as it is stored: once it is written again, or as it was if nobody can write it. */
export function storedAs(
  claim: KubernetesObject,
  { apis }: Platform,
  before: SettledState | undefined,
  isWritten: boolean,
): KubernetesObject {
  const api = Object.values(apis).find(({ kind }) => kind === claim.kind);
  if (api === undefined || before === undefined) return claim;
  return { ...claim, spec: withFilledIn(api.spec, isWritten ? claim['spec'] : undefined, before.xr['spec']) };
}
