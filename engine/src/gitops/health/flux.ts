/**
 * The health of claims and packages for Flux: an entry of `healthCheckExprs` of a Kustomization. Flux evaluates `inProgress`, then `failed`, then
 * `current`, and waits if none is true (fluxcd/pkg runtime v0.110.1 cel/status_evaluator.go).
 */
import { type HealthKind, isPackage } from './kinds.ts';
import { pausedReason, stoppedReasons } from './stopped-reasons.ts';

/** An entry of `spec.healthCheckExprs`; the expressions are CEL. */
export interface FluxHealthCheckExpr {
  readonly apiVersion: string;
  readonly kind: string;
  /** The object is being deleted, or Crossplane has not answered to this generation yet. */
  readonly inProgress: string;
  /** A person must act. Packages have none: their conditions do not tell trouble from waiting. */
  readonly failed?: string;
  /** The object is ready at this generation. */
  readonly current: string;
}

/**
 * The expressions for a kind. They never fail on an object that has a `status`, whatever else is absent or null. CEL cannot ask whether there
 * is a `status` at all. Without one Flux takes the object's status for unknown, and waits.
 */
export function fluxHealthCheck(kind: HealthKind): FluxHealthCheckExpr {
  return { apiVersion: `${kind.group}/${kind.version}`, kind: kind.kind, ...(isPackage(kind) ? ofPackage : ofClaim) };
}

/** Where conditions can be read. What is not a map has no optional fields in CEL, and null is no map. */
const areConditions = 'type(status) == map && type(status.?conditions.orValue(null)) == list';

/** Whether there is a condition of a type for which all of `holds` is true. */
const has = (type: string, ...holds: readonly string[]) => {
  const all = ['type(c) == map', `c.?type.orValue("") == "${type}"`, ...holds].join(' && ');
  return `(${areConditions} && status.conditions.exists(c, ${all}))`;
};

const ofThisGeneration =
  'type(c.?observedGeneration.orValue(null)) == int && c.observedGeneration == metadata.?generation.orValue(0)';
const isTrue = 'c.?status.orValue("") == "True"';
const isNotTrue = 'c.?status.orValue("") != "True"';
const isPaused = `c.?reason.orValue("") == "${pausedReason}"`;
const isDeleted = 'metadata.?deletionTimestamp.orValue(null) != null';
const isStopped = `c.?reason.orValue("") in [${stoppedReasons.map((reason) => `"${reason}"`).join(', ')}]`;

const ofClaim = {
  inProgress: `${isDeleted} || !${has('Synced', ofThisGeneration)}`,
  failed: `!${has('Synced', isPaused)} && ${has('Provisioned', isNotTrue, isStopped)}`,
  current: [
    has('Ready', ofThisGeneration, isTrue),
    has('Synced', ofThisGeneration, `(${isTrue} || ${isPaused})`),
    `!${has('Provisioned', isNotTrue)}`,
  ].join(' && '),
};

const ofPackage = {
  inProgress: `${isDeleted} || !${has('Installed', ofThisGeneration)}`,
  current: `${has('Installed', ofThisGeneration, isTrue)} && ${has('Healthy', ofThisGeneration, isTrue)}`,
};
