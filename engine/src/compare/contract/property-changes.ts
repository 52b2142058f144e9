/** What changed between two values of one property of a node. */
import { isDeepStrictEqual } from 'node:util';
import type { Edit } from './edits.ts';

/** One change of a node. */
export interface Change {
  readonly edit: Edit;
  /** What tells it from other changes of the same kind at the same place. */
  readonly subject: string;
  /** The change with its values, as what stands before a colon; `{place}` stands for the place. */
  readonly says: string;
}

/** Compares two values of a property; undefined is its absence. */
export type PropertyChanges = (old: unknown, now: unknown) => readonly Change[];

/** A property in which a difference means nothing to anybody, for the reason given. */
export const meaningless =
  (_reason: string): PropertyChanges =>
  () => [];

/** A property that is compared elsewhere. */
export const descended: PropertyChanges = () => [];

/** The value as messages show it: JSON, cut if it is long. */
export function shown(value: unknown): string {
  if (value === undefined) return 'none';
  const text = JSON.stringify(value);
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

const longest = 120;

/** An upper limit: more is wider, and none is widest. */
export const atMost = (what: string): PropertyChanges => bound(what, (value) => numberOr(value, Infinity));

/** A lower limit: less is wider; its absence is the same as `least`. */
export const atLeast = (what: string, least = -Infinity): PropertyChanges =>
  bound(what, (value) => -numberOr(value, least));

/** The width of a number's format: its absence is the same as the widest one. */
export const widthOf = (formats: readonly string[]): PropertyChanges =>
  bound('format', (value) => (typeof value === 'string' ? formats.indexOf(value) : formats.length - 1));

/** A multiple of a divisor is narrower; of two others, each takes values that the other one refuses. */
export const divisor: PropertyChanges = (old, now) => {
  const [before, after] = [numberOr(old, 0), numberOr(now, 0)];
  if (before === after) return [];
  const isWithin = (inner: number, outer: number) => outer === 0 || (inner !== 0 && inner % outer === 0);
  const [isNarrower, isWider] = [isWithin(after, before), isWithin(before, after)];
  return [
    ...(isWider ? [] : [bounded(false, 'divisor', old, now)]),
    ...(isNarrower ? [] : [bounded(true, 'divisor', old, now)]),
  ];
};

function bound(what: string, widthOfValue: (value: unknown) => number): PropertyChanges {
  return (old, now) => {
    const [before, after] = [widthOfValue(old), widthOfValue(now)];
    return before === after ? [] : [bounded(after > before, what, old, now)];
  };
}

function bounded(isWider: boolean, what: string, old: unknown, now: unknown): Change {
  return {
    edit: isWider ? 'bound-widened' : 'bound-narrowed',
    subject: `${what} ${shown(now)}`,
    says: `the ${what} of {place} was ${shown(old)} and is ${shown(now)}`,
  };
}

function numberOr(value: unknown, absent: number): number {
  return typeof value === 'number' ? value : absent;
}

/** Values of a choice, in any order. */
export const choices: PropertyChanges = (old, now) => {
  const [before, after] = [textsIn(old), textsIn(now)];
  return [
    ...before.filter((value) => !after.includes(value)).map(valueRemoved),
    ...after.filter((value) => !before.includes(value)).map(valueAdded),
  ];
};

/** The change if a choice has a further value. */
export function valueAdded(value: string): Change {
  return { edit: 'value-added', subject: value, says: `{place} now has the value ${shown(value)}` };
}

/** The change if a value is no longer one of the choice. */
export function valueRemoved(value: string): Change {
  return { edit: 'value-removed', subject: value, says: `{place} no longer has the value ${shown(value)}` };
}

/** Key fields of a list, in any order. */
export const keyFields: PropertyChanges = (old, now) => {
  const [before, after] = [textsIn(old).toSorted(), textsIn(now).toSorted()];
  if (before.length === 0 || after.length === 0 || shown(before) === shown(after)) return [];
  const says = `items of {place} were told apart by ${before.join(', ')} and are by ${after.join(', ')}`;
  return [{ edit: 'list-keys-changed', subject: after.join(), says }];
};

export const listType: PropertyChanges = (old, now) => {
  if (old === now) return [];
  const edit = now === 'atomic' ? 'list-made-atomic' : 'list-type-changed';
  return [{ edit, subject: String(now), says: `the list type of {place} was ${String(old)} and is ${String(now)}` }];
};

/** A property that is added, removed or replaced, such as a pattern, with no way to tell which value accepts more. */
export function replaceable(
  what: string,
  edited: Readonly<Record<'added' | 'changed' | 'removed', Edit>>,
): PropertyChanges {
  return (old, now) => {
    if (isSame(old, now)) return [];
    const edit = old === undefined ? edited.added : now === undefined ? edited.removed : edited.changed;
    return [{ edit, subject: shown(now), says: `the ${what} of {place} was ${shown(old)} and is ${shown(now)}` }];
  };
}

/** Whether two values are the same JSON, with the members of objects in any order. */
export function isSame(old: unknown, now: unknown): boolean {
  // Most values of two versions are equal in the same way, which needs no text to tell.
  return isDeepStrictEqual(old, now) || JSON.stringify(old, inOrder) === JSON.stringify(now, inOrder);
}

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
}
