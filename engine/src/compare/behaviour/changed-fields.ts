/** The fields in which two values differ. */

/** A field that differs. */
export interface ChangedField {
  /** The steps from the object's root. */
  readonly path: readonly string[];
  /** Undefined if it was absent. */
  readonly before: unknown;
  /** Undefined if it is gone. */
  readonly after: unknown;
}

/**
 * The deepest fields that differ. Items of lists of the same length are compared one by one, and their step is `*`; a list of another length
 * differs as a whole.
 */
export function changedFields(before: unknown, after: unknown, path: readonly string[] = []): ChangedField[] {
  if (before === after) return [];
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item, index) => changedFields(item, after[index], [...path, '*']));
  }
  const [old, now] = [fieldsOf(before, after), fieldsOf(after, before)];
  if (old === undefined || now === undefined) return [{ path, before, after }];
  const names = new Set([...Object.keys(old), ...Object.keys(now)]);
  return [...names].flatMap((name) => changedFields(old[name], now[name], [...path, name]));
}

/** The fields of an object; none if it is absent and the other value has some. */
function fieldsOf(value: unknown, other: unknown): Readonly<Record<string, unknown>> | undefined {
  if (isObject(value)) return value;
  return value === undefined && isObject(other) && Object.keys(other).length > 0 ? {} : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The path as text, such as `metadata.labels["example.org/team"]`. */
export function pathText(path: readonly string[]): string {
  return path.map((step, index) => (/[./"\s]/.test(step) ? `["${step}"]` : index === 0 ? step : `.${step}`)).join('');
}
