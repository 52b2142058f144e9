/** The record of a claim: read from its status, or recovered from the composed resources if the status was lost. */
import { UserError } from '../../errors.ts';
import { check, type AnyApi, type Schema } from '../../schema/index.ts';
import { withoutEmpty } from './without-empty.ts';
import { inOrder } from './in-order.ts';
import { sentence } from './issues.ts';
import { withoutRules } from './without-rules.ts';

/** Recorded values by field. */
export type Recorded = Readonly<Record<string, unknown>>;

/** Reads and writes the record of one API's claims. */
export interface RecordedReader {
  /**
   * Returns the record. If the status lacks a field, `recover` is called with the fields that are left. Throws if a value does not fit the
   * schema: without it, a decision that must not change could be made again.
   */
  read(status: Recorded | undefined, recover: (left: Recorded) => Recorded): Recorded;
  /** Returns the new `status.recorded`. Throws if a value does not fit the schema, before anything is composed from it. */
  write(record: Recorded, status: Recorded | undefined): Recorded;
}

/** The reader of one API; it prepares the schemas by a first check, so that a broken one fails at the start of the function. */
export function recordedReader(api: AnyApi): RecordedReader {
  const complete = withoutRules(api.recorded);
  const partial = allOptional(complete);
  for (const schema of [complete, partial]) check(schema, {});
  const names = partial.kind === 'object' ? Object.keys(partial.fields) : [];
  return {
    read(status = {}, recover) {
      const known = defined(status, names);
      const isComplete = names.every((name) => name in known);
      const all = isComplete ? known : { ...defined(recover(known), names), ...known };
      const issues = check(partial, all, { path: 'status.recorded' });
      if (issues.length > 0)
        throw new UserError(`what is recorded of this ${api.kind} is unusable: ${sentence(issues)}`);
      return all;
    },
    write(record, status = {}) {
      const decided = defined(record, Object.keys(record));
      const issues = check(complete, decided, { path: 'record' });
      if (issues.length > 0) {
        throw new Error(`the plan of ${api.kind} records what its API does not allow: ${sentence(issues)}`);
      }
      // Server-side apply drops what is not sent, and a newer release may have recorded more than this one knows.
      return withoutEmpty({ ...status, ...decided });
    },
  };
}

/** The object schema with no field required. */
function allOptional(schema: Schema): Schema {
  if (schema.kind !== 'object') return schema;
  const fields = Object.entries(schema.fields).map(([name, field]) => [name, { ...field, presence: 'optional' }]);
  return { ...schema, fields: Object.fromEntries(fields) as typeof schema.fields };
}

/** The fields `names` of `values` that have a value. */
function defined(values: Recorded, names: readonly string[]): Recorded {
  const present = names.filter((name) => values[name] !== undefined && values[name] !== null);
  return Object.fromEntries(present.map((name) => [name, inOrder(values[name])]));
}
