/** Compares a table that a platform gives with the one that it replaces. */

/**
 * What `given` lacks or has otherwise than `own`, as words that follow its path; undefined if it has the same form. It has all keys of `own`.
 * Where all values of `own` are of one kind, further keys have values like them. Items of a list are like the first one of `own`, and a list
 * is empty only if that of `own` is.
 */
export function differenceOfForm(own: unknown, given: unknown, path: string): string | undefined {
  if (kindOf(own) !== kindOf(given)) return `${path} must be ${kindOf(own)}`;
  if (Array.isArray(own)) {
    if (own.length === 0) return undefined;
    const items = given as readonly unknown[];
    if (items.length === 0) return `${path} must have an item`;
    return first(items, (item, index) => differenceOfForm(own[0], item, `${path}[${index}]`));
  }
  if (typeof own !== 'object' || own === null) return undefined;
  const [fields, others] = [Object.entries(own), Object.entries(given as object)];
  const known = new Map(fields);
  const lacking = fields.find(([key]) => !Object.hasOwn(given as object, key));
  if (lacking !== undefined) return `${path} lacks ${lacking[0]}`;
  const isMap = new Set(fields.map(([, value]) => kindOf(value))).size === 1;
  return first(others, ([key, value]) => {
    if (known.has(key)) return differenceOfForm(known.get(key), value, `${path}.${key}`);
    return isMap ? differenceOfForm(fields[0]?.[1], value, `${path}.${key}`) : `${path} has no field ${key}`;
  });
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number') return Number.isFinite(value) ? 'a number' : 'not a number';
  return value === null || value === undefined ? 'nothing' : `a value of type ${typeof value}`;
}

function first<T>(items: readonly T[], of: (item: T, index: number) => string | undefined): string | undefined {
  for (const [index, item] of items.entries()) {
    const found = of(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}
