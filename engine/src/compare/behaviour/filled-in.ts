/** What the API server filled in when a claim was written, and has kept since. */
import type { Node } from '../../schema/index.ts';

/**
 * The value as it is stored after it was written again: a field of `schema` that `written` leaves out stays as in `stored`. Applying a file leaves alone
 * what the API server filled in, so a new default does not reach it. Entries of maps and arrays are those of `written`.
 */
export function withFilledIn(schema: Node, written: unknown, stored: unknown): unknown {
  if (written === undefined) return declared(schema, stored);
  if (!isMembers(written) || !isMembers(stored)) return written;
  if (schema.kind === 'object') {
    const names = Object.keys(schema.fields).filter((name) => Object.hasOwn(stored, name));
    const kept = names.map((name) => [name, withFilledIn(schema.fields[name]!, memberOf(written, name), stored[name])]);
    return { ...written, ...Object.fromEntries(kept) };
  }
  if (schema.kind !== 'map') return written;
  return Object.fromEntries(
    Object.entries(written).map(([name, value]) => [name, withFilledIn(schema.values, value, memberOf(stored, name))]),
  );
}

/** The value without the fields of objects that the schema does not have: the API server prunes them. */
function declared(schema: Node, stored: unknown): unknown {
  return schema.kind === 'object' && isMembers(stored) ? withFilledIn(schema, {}, stored) : stored;
}

type Members = Readonly<Record<string, unknown>>;

function memberOf(value: Members, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
