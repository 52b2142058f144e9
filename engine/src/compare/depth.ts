/** Bounds how deeply JSON from elsewhere is nested: what reads it later calls itself for every level. */

/** As deep as our YAML goes, and far below what fills the stack. */
const deepest = 500;

/** Whether lists and objects lie in each other more than 500 times. It goes no deeper itself, so any JSON may be given. */
export function isTooDeep(value: unknown, left = deepest): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (left === 0) return true;
  for (const name in value) if (isTooDeep((value as Readonly<Record<string, unknown>>)[name], left - 1)) return true;
  return false;
}
