/** The differences of one composed object under two releases. */
import { isLess } from '../../authoring/lessened.ts';
import type { KubernetesObject } from '../../render/index.ts';
import type { CompareRule } from '../finding.ts';
import { type ChangedField, changedFields, pathText } from './changed-fields.ts';
import { rules } from './rules.ts';

/** What a rule finds in one claim. */
export interface Difference {
  readonly rule: CompareRule;
  /** The declared key of the object, such as `topic.*`; undefined if it is about the claim as a whole. */
  readonly key?: string;
  /** What tells it from other differences of the rule and the key: a field, a kind. */
  readonly subject: string;
  /** A sentence without a full stop. */
  readonly message: string;
}

/** The versions of the two platforms. */
export interface Versions {
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What is known of the fields of a kind, by their paths, such as `spec.forProvider.region`; `[]` after a name stands for the items of a list. */
export interface KnownFields {
  /** Those that its owner never changes. */
  readonly immutable: readonly string[];
  /** Those that its owner never lessens. */
  readonly growing: readonly string[];
  /** Those that say how much its object provides: a change restarts it or costs. */
  readonly sizing: readonly string[];
}

/** Returns what is known of a kind. */
export type FieldsOfKind = (apiVersion: string, kind: string) => KnownFields;

/** The differences of an object that has the same key, group and kind under both releases. */
export function objectDifferences(
  key: string,
  before: KubernetesObject,
  after: KubernetesObject,
  { fieldsOf, versions }: { readonly fieldsOf: FieldsOfKind; readonly versions: Versions },
): Difference[] {
  const known = fieldsOf(after.apiVersion, after.kind);
  return changedFields(before, after)
    .filter((field) => !isNoise(field, versions))
    .map((field) => {
      const rule = ruleOf(field, after, known);
      return { rule, key, subject: pathText(field.path), message: messageOf(rule, field, before) };
    });
}

const externalName = 'crossplane.io/external-name';
const annotation = (name: string) => JSON.stringify(['metadata', 'annotations', name]);
/** The API server and Crossplane write these, and `toApplied` repeats some. */
const ofOthers =
  /^(status|metadata,(ownerReferences|generation|generateName|uid|resourceVersion|creationTimestamp|managedFields|finalizers|selfLink)|apiVersion)(,|$)/;
const marks = new Set([annotation('crossplane.io/composition-resource-name'), annotation('planesmith.dev/after')]);

/** Whether a field differs between any two releases, or belongs to somebody else. */
export function isNoise({ path, before, after }: ChangedField, versions: Versions): boolean {
  if (ofOthers.test(path.join(',')) || marks.has(JSON.stringify(path))) return true;
  const [first, second] = path;
  if (first !== 'metadata' || (second !== 'labels' && second !== 'annotations')) return false;
  if (versions.before === undefined || versions.after === undefined) return false;
  if (typeof before !== 'string' || typeof after !== 'string') return false;
  return before.replaceAll(versions.before, versions.after) === after;
}

/** The rule by which a field is told that differs. */
export function ruleOf(
  { path, before, after }: ChangedField,
  object: KubernetesObject,
  known: KnownFields,
): CompareRule {
  const [first, second] = path;
  if (first === 'metadata' && (second === 'name' || second === 'namespace')) return rules.secondObject;
  if (JSON.stringify(path) === annotation(externalName)) {
    // A provider gives its object this name if there is no other (crossplane-runtime pkg/reconciler/managed/api.go, NameAsExternalName).
    const name = object.metadata.name;
    return (before ?? name) === (after ?? name) ? rules.objectChanged : rules.secondObject;
  }
  if (isSecret(object) && (first === 'data' || first === 'stringData') && path.length === 2) {
    if (after === undefined) return rules.secretKeyRemoved;
    if (before === undefined) return rules.secretKeyAdded;
  }
  if (isUsage(object) || (first === 'spec' && (second === 'managementPolicies' || second === 'deletionPolicy'))) {
    return rules.deletionChanged;
  }
  if (touchesAny(path, known.immutable)) return rules.objectRefused;
  if (touchesAny(path, known.growing) && isLess(after, before)) return rules.objectRefused;
  return touchesAny(path, known.sizing) ? rules.objectResized : rules.objectChanged;
}

/** Whether a changed field is one of the known ones, lies in it, or holds it. */
function touchesAny(path: readonly string[], known: readonly string[]): boolean {
  return known.some((field) => {
    const steps = field.replaceAll('[]', '.*').split('.');
    const shared = Math.min(path.length, steps.length);
    return steps.slice(0, shared).every((step, index) => step === '*' || step === path[index]);
  });
}

function messageOf(rule: CompareRule, { path, before, after }: ChangedField, object: KubernetesObject): string {
  const field = pathText(path);
  const { kind } = object;
  if (rule === rules.secretKeyRemoved) return `the Secret loses the key ${path[1]}`;
  if (rule === rules.secretKeyAdded) return `the Secret gets the key ${path[1]}`;
  const isHidden = isSecret(object) && (path[0] === 'data' || path[0] === 'stringData');
  const change = isHidden ? 'changes' : changeText(before, after);
  if (rule === rules.objectRefused) return `${field} of ${kind} ${change}, which its owner refuses for ever`;
  if (rule === rules.secondObject) return `${field} of ${kind} ${change}, so another one is made`;
  return `${field} of ${kind} ${change}`;
}

/** What becomes of a value, such as `changes from 1 to 2`. */
export function changeText(before: unknown, after: unknown): string {
  if (before === undefined) return `is set to ${valueText(after)}`;
  if (after === undefined) return `is removed, it was ${valueText(before)}`;
  const [old, now] = [JSON.stringify(before), JSON.stringify(after)];
  const start = old.length > longest || now.length > longest ? differenceOf(old, now) : 0;
  return `changes from ${shortened(old, start)} to ${shortened(now, start)}`;
}

const longest = 60;
/** How much of what two values share a reader sees before their difference. */
const lead = 20;

/** Where a reader of two long texts begins, so that the difference is seen; 0 if their beginnings show it. */
function differenceOf(old: string, now: string): number {
  let first = 0;
  while (first < old.length && old[first] === now[first]) first += 1;
  return first < longest - lead ? 0 : first - lead;
}

function valueText(value: unknown): string {
  return shortened(JSON.stringify(value) ?? 'nothing', 0);
}

function shortened(text: string, start: number): string {
  const end = text.length - start > longest ? '…' : '';
  return `${start > 0 ? '…' : ''}${text.slice(start, start + longest).toWellFormed()}${end}`;
}

/** Whether it is a Secret of Kubernetes. */
export function isSecret({ apiVersion, kind }: KubernetesObject): boolean {
  return apiVersion === 'v1' && kind === 'Secret';
}

/** The kinds by which Crossplane refuses the deletion of an object that is in use (core apis/protection, apis/apiextensions). */
export function isUsage({ apiVersion, kind }: KubernetesObject): boolean {
  return (
    /^(protection|apiextensions)\.crossplane\.io\//.test(apiVersion) && (kind === 'Usage' || kind === 'ClusterUsage')
  );
}
