/** The record of a claim: read from its status, or recovered from the composed resources if the status was lost. */
import { Incapable } from '../../authoring/incapable.ts';
import { UserError } from '../../errors.ts';
import { check, type AnyApi, type Schema } from '../../schema/index.ts';
import { withoutEmpty } from './without-empty.ts';
import { inOrder } from './in-order.ts';
import { sentence } from './issues.ts';
import { checkOfChoices, checkOfTypes, withoutRules } from './less-strict.ts';

/** Recorded values by field. */
export type Recorded = Readonly<Record<string, unknown>>;

/** Reads and writes the record of one API's claims. */
export interface RecordedReader {
  /**
   * Returns the record. If the status lacks a field, `recover` is called with the fields that are left. Throws if a value has another type,
   * or is none of the choices that code knows: without it, a decision that must not change could be made again. One out of bounds is kept.
   */
  read(status: Recorded | undefined, recover: (left: Recorded) => Recorded): Recorded;
  /** Returns the new `status.recorded`. Throws if a value that is not kept does not fit the schema, before anything is composed from it. */
  write(record: Recorded, kept: Recorded, status: Recorded | undefined): Recorded;
}

/** The reader of one API; it prepares the schemas by a first check, so that a broken one fails at the start of the function. */
export function recordedReader(api: AnyApi): RecordedReader {
  const complete = withoutRules(api.recorded);
  check(complete, {});
  const partial = allOptional(complete);
  const [checkChoices, checkTypes] = [checkOfChoices(partial), checkOfTypes(partial)];
  const names = complete.kind === 'object' ? Object.keys(complete.fields) : [];
  return {
    read(status = {}, recover) {
      const known = defined(status, names);
      const isComplete = names.every((name) => name in known);
      const all = isComplete ? known : { ...defined(recover(known), names), ...known };
      const issues = checkChoices(all, 'status.recorded');
      if (issues.length === 0) return all;
      if (checkTypes(all, 'status.recorded').length === 0) {
        throw new Incapable(
          `this ${api.kind} has what this release does not know: ${sentence(issues)}; the platform team must install a release that knows it`,
        );
      }
      throw new UserError(`what is recorded of this ${api.kind} is unusable: ${sentence(issues)}`);
    },
    write(record, kept, status = {}) {
      const decided = defined(record, Object.keys(record));
      const issues = check(complete, decided, { path: 'record', old: kept });
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
