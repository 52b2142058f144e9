/**
 * The conditions of a claim: what is wrong, why, and who acts. They have no observedGeneration, since run_function.proto has no
 * field for it. Core would keep an older generation anyway, if a condition is otherwise the same (core composite/reconciler.go,
 * handleCommonCompositionResult, and `Condition.Equal` in apis/core/v2/condition.go).
 */
import type { Condition } from '@crossplane-org/function-sdk-typescript';
import type { Claim } from '../../authoring/claim.ts';
import { Unserved } from '../../authoring/incapable.ts';
import { progressing, ready } from '../../authoring/readiness.ts';
import { capabilityReasons, type ProvisionedReason, type reasons } from '../../authoring/reasons.ts';
import type { ComposedPart } from '../compose/composed-claim.ts';
import type { ConnectionSecret } from '../compose/connection-secret.ts';
import { depths } from '../compose/gate.ts';
import type { Refusal } from '../../authoring/planner.ts';
import { refusalMessage } from '../decide/refusal.ts';
import type { Rejected } from '../read/xr.ts';
import { conditionIsFalse, conditionIsTrue, conditionUnknown, toCompositeAndClaim } from './wire.ts';

const statuses = { True: conditionIsTrue, False: conditionIsFalse, Unknown: conditionUnknown } as const;

const mostParts = 5;

function condition(type: string, status: keyof typeof statuses, reason: string, message: string): Condition {
  return { type, status: statuses[status], reason, message, target: toCompositeAndClaim };
}

/**
 * The condition for the cluster and its environment: it has all that the claim needs, or the error names what is absent, or Crossplane
 * cannot tell whether the cluster serves every kind.
 */
export function platformCapable(verdict: true | 'unknown' | Error): Condition {
  if (verdict === true) return ofPlatform('EnvironmentComplete', 'This cluster has all that is needed.');
  if (verdict === 'unknown') {
    return ofPlatform('KindsUnknown', 'Crossplane has not told whether the cluster serves every kind that is needed.');
  }
  return ofPlatform(verdict instanceof Unserved ? 'KindsMissing' : 'EnvironmentIncomplete', verdict.message);
}

function ofPlatform(reason: keyof typeof capabilityReasons, message: string): Condition {
  return condition('PlatformCapable', capabilityReasons[reason], reason, message);
}

/** The condition `Provisioned`, with a reason that pages explain, and the status that they say it has. */
function ofClaim<R extends ProvisionedReason>(
  reason: R,
  status: (typeof reasons)[R]['status'],
  message: string,
): Condition {
  return condition('Provisioned', status, reason, message);
}

/** The condition of a claim that is stopped until somebody acts, as the message says. */
export function stopped(reason: 'Refused' | 'EnvironmentIncomplete' | 'CannotProceed', message: string): Condition {
  return ofClaim(reason, 'False', message);
}

/** The condition after a bug in the function. Everything that exists stays as it is. */
export function failed(message: string): Condition {
  return ofClaim('FunctionFailed', 'Unknown', message);
}

/** The progress of a claim. */
export interface Progress {
  readonly claim: Claim;
  readonly refusals: readonly Refusal[];
  readonly parts: readonly ComposedPart[];
  readonly secret: ConnectionSecret | undefined;
  readonly rejected: Rejected | undefined;
}

/** The condition that all resources of a claim exist and are ready. */
export function provisioned({ claim, refusals, parts, secret, rejected }: Progress): Condition {
  const { kind, name } = claim;
  const messages: string[] = [];
  if (refusals.length > 0) messages.push(`${refusalMessage(refusals)}.`);
  messages.push(...(secret?.refusals ?? []));
  if (rejected !== undefined) {
    messages.push(
      `The API server refuses ${rejected.resources}: the events of ${rejected.object} tell why, and the platform team can mend it. What exists stays.`,
    );
  }
  const unready = unreadyParts(parts);
  if (unready.length === 0 && secret?.unready !== undefined && secret.refusals.length === 0) {
    unready.push(`Secret ${secret.name} ${secret.unready}`);
  }
  if (unready.length > 0) {
    const listed = unready.slice(0, mostParts).join('; ');
    const more = unready.length > mostParts ? `; and ${unready.length - mostParts} more` : '';
    messages.push(`${kind} ${name} is not ready: ${listed}${more}. If this lasts, the platform team can tell why.`);
  }
  if (messages.length === 0) {
    const use = secret?.object === undefined ? '' : ` Applications connect with Secret ${secret.name}.`;
    return ofClaim('Available', 'True', `${kind} ${name} is ready.${use}`);
  }
  const isRefused = refusals.length > 0 || (secret?.refusals.length ?? 0) > 0;
  const reason = isRefused ? 'Refused' : rejected === undefined ? unreadyReason(parts) : 'Rejected';
  return ofClaim(reason, 'False', messages.join(' '));
}

function unreadyReason(parts: readonly ComposedPart[]) {
  return parts.some(isHeldUp) ? 'NotReady' : progressing;
}

/** Whether a part has something to say for itself. */
function isHeldUp({ unready, waitsFor }: ComposedPart): boolean {
  return unready !== undefined && waitsFor === undefined && unready !== ready.starting;
}

/**
 * What to say of the parts that are not ready: all that are held up, or else one that is on its way. Naming all of those would change the message
 * with each of them. Every change makes Crossplane write the status twice, and call the function twice.
 */
function unreadyParts(parts: readonly ComposedPart[]): string[] {
  const heldUp = parts.filter(isHeldUp);
  const onItsWay = heldUp.length > 0 ? undefined : oneOnItsWay(parts);
  const named = onItsWay === undefined ? heldUp : [onItsWay];
  return named.map(({ key, model, name, unready }) => `${key} (${model.kind} ${name}) ${unready}`);
}

/**
 * The part that the claim waits for: the main one, or before that exists the first one that does. What follows the main one is quick, and
 * comes in several steps. So from then on it is the part that comes last, which may not exist yet.
 */
function oneOnItsWay(parts: readonly ComposedPart[]): ComposedPart | undefined {
  const unready = parts.filter((part) => part.unready !== undefined);
  const main = unready.find(({ isMain }) => isMain);
  if (main !== undefined) return [main, ...unready].find(({ waitsFor }) => waitsFor === undefined);
  const depth = depths(parts);
  const depthOf = ({ base }: ComposedPart) => depth.get(base) ?? 0;
  return unready.toSorted((a, b) => depthOf(a) - depthOf(b)).at(-1);
}
