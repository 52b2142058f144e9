/** The differences of one claim under two releases. */
import { keyOf, type KubernetesObject } from '../../render/index.ts';
import type { CompareRule } from '../finding.ts';
import { groupOf } from '../../schema/kind-name.ts';
import { changedFields, pathText } from './changed-fields.ts';
import { type Difference, type FieldsOfKind, isUsage, objectDifferences, type Versions } from './object-difference.ts';
import { rules } from './rules.ts';
import { isState, type Settled, type SettledState, type Unsettled } from './settled.ts';

/** What differs. A claim that the old release did not serve can only gain. */
export function claimDifferences(
  before: Settled['outcome'],
  after: Settled['outcome'],
  fieldsOf: FieldsOfKind,
): Difference[] {
  if (!isState(before)) {
    // The API server did not let it in, so nobody has it.
    return before.reason !== 'invalid' && isState(after) && after.refused === undefined
      ? [{ rule: rules.claimAccepted, subject: '', message: 'a claim that was refused is served' }]
      : [];
  }
  if (!isState(after)) return [stopped(after)];
  const context = { fieldsOf, versions: { before: versionOf(before), after: versionOf(after) } };
  const ofObjects = objects(before.composed, after.composed, context);
  if (after.stopped !== undefined) return [stopped(after.stopped), ...ofObjects];
  const inWork = new Set(ofObjects.flatMap(({ rule, key }) => (waits.has(rule) ? [key] : [])));
  return [
    ...refusals(before, after),
    ...ofObjects,
    // Nobody knows yet what its owner reports of the change.
    ...unready(before, after).filter(({ key }) => !inWork.has(key)),
    ...lostStatus(before, after),
  ];
}

/** The rules by which an object is not ready, or not at once. */
const waits: ReadonlySet<CompareRule> = new Set([rules.objectRefused, rules.objectChanged, rules.objectResized]);

const stops = {
  invalid: { rule: rules.claimInvalid, message: 'a claim that was valid is invalid' },
  refused: { rule: rules.claimRefused, message: 'a claim that was served is refused' },
  failed: { rule: rules.claimFailed, message: 'the function fails for a claim that it served' },
  unsettled: { rule: rules.claimNotSettled, message: 'a claim never comes to rest' },
  unconverted: { rule: rules.convertFailed, message: 'a claim that was valid cannot be converted' },
} as const;

function stopped({ reason, refusal, path }: Unsettled): Difference {
  const { rule, message } = stops[reason];
  return { rule, subject: path, message: `${message}: ${withoutStop(refusal)}` };
}

function refusals(before: SettledState, { refused: after, invalid }: SettledState): Difference[] {
  if (invalid !== undefined) {
    // The function says the same of what is stored.
    return before.invalid?.path === invalid.path
      ? []
      : [stopped({ reason: 'invalid', path: invalid.path, refusal: invalid.message })];
  }
  if (after === undefined || before.refused?.path === after.path) return [];
  const { rule, message } = stops.refused;
  return [{ rule, subject: after.path, message: `${message}: ${withoutStop(after.message)}` }];
}

/** The claim follows in brackets. */
function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

type Context = { readonly fieldsOf: FieldsOfKind; readonly versions: Versions };

function objects(
  before: readonly KubernetesObject[],
  after: readonly KubernetesObject[],
  context: Context,
): Difference[] {
  const now = new Map(after.map((object) => [keyOf(object), object]));
  const old = new Set(before.map(keyOf));
  const gone = before.filter((object) => !now.has(keyOf(object)));
  const added = after.filter((object) => !old.has(keyOf(object)));
  const kept = before.flatMap((object) => {
    const successor = now.get(keyOf(object));
    if (successor === undefined) return [];
    const key = declaredKey(object);
    return isSameKind(object, successor)
      ? objectDifferences(key, object, successor, context)
      : [replaced(key, object, successor)];
  });
  return [...kept, ...moved(gone, added)];
}

/** An object of another kind under the same key: until the claim is ready, the function keeps the first one under a key of its own (leaving.ts). */
function replaced(key: string, object: KubernetesObject, successor: KubernetesObject): Difference {
  const message = `${object.kind} becomes ${successor.kind}: the first one is deleted once the claim is ready`;
  return { rule: rules.secondObject, key, subject: successor.kind, message };
}

/** What becomes of objects whose keys are gone, and of those under new keys. */
function moved(gone: readonly KubernetesObject[], added: readonly KubernetesObject[]): Difference[] {
  const free = [...added];
  const differences = gone.map((object): Difference => {
    const at = free.findIndex((other) => isSameKind(object, other) && isSameItem(object, other));
    if (at === -1) return dropped(object);
    const [successor] = free.splice(at, 1) as [KubernetesObject];
    const [from, to] = [declaredKey(object), declaredKey(successor)];
    const key = (text: string) => text.replace(/\.\*$/, '');
    const message =
      `${object.kind} is deleted, and another one is made under the key ${to}, ` +
      `unless the target says moved('${key(from)}', '${key(to)}')`;
    return { rule: rules.secondObject, key: from, subject: to, message };
  });
  return [...differences, ...free.map(addition)];
}

function dropped(object: KubernetesObject): Difference {
  const { kind } = object;
  const key = declaredKey(object);
  if (isUsage(object)) return { rule: rules.deletionChanged, key, subject: kind, message: `${kind} is deleted` };
  if (outlives(object)) {
    const message = `${kind} is deleted, and its policies keep the external resource`;
    return { rule: rules.objectOrphaned, key, subject: kind, message };
  }
  const unless = isManaged(object) ? `, unless the target says released('${key.replace(/\.\*$/, '')}')` : '';
  return { rule: rules.objectDeleted, key, subject: kind, message: `${kind} is deleted${unless}` };
}

/** Whether it is a managed resource, which a provider can leave alone: those have what they ask their cloud for in this field. */
function isManaged({ spec }: KubernetesObject): boolean {
  return typeof spec === 'object' && spec !== null && 'forProvider' in spec;
}

function addition(object: KubernetesObject): Difference {
  const rule = isUsage(object) ? rules.deletionChanged : rules.objectAdded;
  return { rule, key: declaredKey(object), subject: object.kind, message: `${object.kind} is added` };
}

function unready(before: SettledState, after: SettledState): Difference[] {
  const were = new Set(before.composed.map(keyOf).filter((key) => !before.unready.includes(key)));
  return after.unready
    .filter((key) => were.has(key))
    .map((key) => ({
      rule: rules.readinessLost,
      key: baseOf(key),
      subject: '',
      message: 'it is not ready any more with the conditions by which it was',
    }));
}

/** Fields of the engine, which a reader does not wait for; the record is compared by what comes of it. */
const ownFields = new Set(['conditions', 'recorded', 'platformVersion', 'target', 'claimConditionTypes']);

function lostStatus(before: SettledState, after: SettledState): Difference[] {
  return changedFields(statusOf(before), statusOf(after))
    .filter((field) => field.after === undefined && !ownFields.has(field.path[0] ?? ''))
    .map(({ path }) => {
      const field = `status.${pathText(path)}`;
      return { rule: rules.statusFieldLost, subject: field, message: `${field} is lost` };
    });
}

function statusOf({ xr }: SettledState): Readonly<Record<string, unknown>> {
  return (xr['status'] ?? {}) as Readonly<Record<string, unknown>>;
}

/** The version of the platform that answered. */
export function versionOf(state: SettledState): string | undefined {
  const version = statusOf(state)['platformVersion'];
  return typeof version === 'string' ? version : undefined;
}

/** The key that a target declares: items are named in claims. */
export function declaredKey(object: KubernetesObject): string {
  return baseOf(keyOf(object));
}

function baseOf(key: string): string {
  const dot = key.indexOf('.');
  return dot === -1 ? key : `${key.slice(0, dot)}.*`;
}

function isSameItem(one: KubernetesObject, other: KubernetesObject): boolean {
  const [first, second] = [one, other].map((object) => keyOf(object).split('.').slice(1).join('.'));
  return first === second;
}

/** Versions may differ: Kubernetes converts between those of one group and kind. */
function isSameKind(one: KubernetesObject, other: KubernetesObject): boolean {
  return one.kind === other.kind && groupOf(one.apiVersion) === groupOf(other.apiVersion);
}

/** Whether a provider keeps the external resource when the object is deleted (crossplane-runtime pkg/reconciler/managed/policies.go). */
function outlives({ spec }: KubernetesObject): boolean {
  const { managementPolicies, deletionPolicy } = (spec ?? {}) as Policies;
  if (managementPolicies === undefined) return deletionPolicy === 'Orphan';
  return !managementPolicies.some((policy) => policy === '*' || policy === 'Delete');
}

interface Policies {
  readonly managementPolicies?: readonly string[];
  readonly deletionPolicy?: string;
}
