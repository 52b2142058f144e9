/** Bounds how deeply JSON from elsewhere is nested: what reads it later calls itself for every level. */

/** As deep as our YAML goes, and far below what fills the stack. */
const deepest = 500;

/** Whether lists and objects lie in each other more than 500 times. It needs no stack, so any JSON may be given. */
export function isTooDeep(value: unknown): boolean {
  let level = [value].filter(isParent);
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth === deepest) return true;
    level = level.flatMap((parent) => Object.values(parent).filter(isParent));
  }
  return false;
}

function isParent(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
