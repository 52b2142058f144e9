/** Whether two values are the same once they are written as JSON. */

/** A field that is undefined counts as absent, and the order of fields does not matter. */
export function isSameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) || Array.isArray(other)) {
    return (
      Array.isArray(one) &&
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item, index) => isSameJson(item, other[index]))
    );
  }
  const [fields, others] = [one, other] as [Fields, Fields];
  let left = sizeOf(others);
  for (const name of Object.keys(fields)) {
    const value = fields[name];
    if (value === undefined) continue;
    if (!Object.hasOwn(others, name) || !isSameJson(value, others[name])) return false;
    left -= 1;
  }
  return left === 0;
}

type Fields = Readonly<Record<string, unknown>>;

function sizeOf(fields: Fields): number {
  let size = 0;
  for (const name of Object.keys(fields)) if (fields[name] !== undefined) size += 1;
  return size;
}
