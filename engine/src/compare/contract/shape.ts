/** Small checks of JSON that says what is wrong with it, and where. */

/** What is wrong with a value, as `apis.Widget: is no object`; undefined for a good one. */
export type Shape = (value: unknown, path: string) => string | undefined;

/** A value that `typeof` calls so; JSON has no number beyond those of JavaScript, but `JSON.parse` makes it infinite. */
export const ofType =
  (type: 'string' | 'boolean' | 'number'): Shape =>
  (value, path) =>
    typeof value === type && (type !== 'number' || Number.isFinite(value)) ? undefined : `${path}: is no ${type}`;

/** One of these texts. */
export const oneOfTexts =
  (texts: readonly string[]): Shape =>
  (value, path) =>
    texts.some((text) => text === value) ? undefined : `${path}: is none of ${texts.join(', ')}`;

/** Anything, also nothing. */
export const anything: Shape = () => undefined;

/** A value that may be absent. */
export const maybe =
  (shape: Shape): Shape =>
  (value, path) =>
    value === undefined ? undefined : shape(value, path);

/** An array whose items have this shape. */
export const listOf =
  (shape: Shape): Shape =>
  (value, path) =>
    Array.isArray(value) ? first(value.map((item, index) => shape(item, `${path}[${index}]`))) : `${path}: is no list`;

/** An object whose values have this shape. */
export const recordOf =
  (shape: Shape): Shape =>
  (value, path) =>
    isRecord(value)
      ? first(Object.entries(value).map(([name, member]) => shape(member, at(path, name))))
      : `${path}: is no object`;

/** An object with these members and no other. */
export const exactly =
  (members: Readonly<Record<string, Shape>>): Shape =>
  (value, path) => {
    if (!isRecord(value)) return path === '' ? 'it is no object' : `${path}: is no object`;
    const known = new Map(Object.entries(members));
    const stranger = Object.keys(value).find((name) => !known.has(name));
    if (stranger !== undefined) return `${at(path, stranger)}: is unknown`;
    return first([...known].map(([name, shape]) => shape(value[name], at(path, name))));
  };

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function at(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function first(problems: readonly (string | undefined)[]): string | undefined {
  return problems.find((problem) => problem !== undefined);
}
