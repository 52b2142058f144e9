/** Judges the value of a field by a limit, as a function does: admission judges by the CEL of admission/limits.ts. */
import { type Limit, pathOf, type Quoted, reasonOf } from './limit.ts';

/** What a limit is judged by. */
export interface Judged {
  readonly spec: Readonly<Record<string, unknown>>;
  /** With every default filled in. */
  readonly environment: object;
  readonly recorded: Readonly<Record<string, unknown>>;
}

/**
 * The reason, as part of a sentence, why the environment does not allow `asked` for a field; undefined if it does. An environment without
 * the limit's value has no such limit.
 */
export function exceeded(limit: Limit, asked: unknown, { spec, environment, recorded }: Judged): string | undefined {
  const applies = Object.entries(limit.when ?? {}).every(
    ([field, value]) => (recorded[field] ?? spec[field]) === value,
  );
  if (asked === undefined || !applies) return undefined;
  const found = 'needs' in limit ? missing(limit, asked, environment) : beyond(limit, asked, environment);
  return (
    found &&
    reasonOf(limit).reduce<string>((text, part) => text + (typeof part === 'string' ? part : found[part.quoted]), '')
  );
}

type Values = Readonly<Record<Quoted, string>>;

function missing(
  { needs, value }: Extract<Limit, { needs: string }>,
  asked: unknown,
  environment: object,
): Values | undefined {
  const around = needs.split('.').slice(0, -1);
  if (asked !== value || valueAt(environment, around) === undefined) return undefined;
  return valueAt(environment, needs.split('.')) === undefined
    ? { asked: String(asked), amount: '', limit: '' }
    : undefined;
}

function beyond(limit: Exclude<Limit, { needs: string }>, asked: unknown, environment: object): Values | undefined {
  const allowed = valueAt(environment, pathOf(limit).split('.'));
  if ('among' in limit) {
    if (!Array.isArray(allowed) || allowed.includes(asked)) return undefined;
    return { asked: String(asked), amount: '', limit: allowed.join(', ') };
  }
  const amount = amountOf(limit, asked);
  if (typeof allowed !== 'number' || amount === undefined || amount <= allowed) return undefined;
  return { asked: String(asked), amount: String(amount), limit: `${allowed}${limit.unit ?? ''}` };
}

function amountOf({ amounts, unit }: Extract<Limit, { most: string }>, asked: unknown): number | undefined {
  if (amounts !== undefined) return Object.hasOwn(amounts, String(asked)) ? amounts[String(asked)] : undefined;
  return unit === undefined ? Number(asked) : Number.parseInt(String(asked), 10);
}

function valueAt(from: unknown, [key, ...below]: readonly string[]): unknown {
  if (key === undefined) return from ?? undefined;
  if (typeof from !== 'object' || from === null || !Object.hasOwn(from, key)) return undefined;
  return valueAt((from as Readonly<Record<string, unknown>>)[key], below);
}
