/** A schema that begins from another one, such as the environment of a platform from that of a package that it uses. */
import { UserError } from '../errors.ts';
import { makeNode } from './make-node.ts';
import { nearest } from './nearest.ts';
import type { Input, Output, Schema } from './node.ts';
import type { object } from './object.ts';
import { type Fields } from './object.ts';
import type { Rule } from './rule.ts';

type Flat<T> = { [K in keyof T]: T[K] };
type Optional<T> = { [K in keyof T & string]-?: {} extends Pick<T, K> ? K : never }[keyof T & string];
type Changed<T, W extends string, New> = Flat<Omit<T, W | keyof New> & New>;
type Object<F extends Fields> = ReturnType<typeof object<F>>;

export interface Extension<O, F extends Fields, W extends string> {
  /** Fields to add, and fields to replace by name. @default none */
  readonly fields?: F;
  /** Optional fields to leave out. Rules that read one are left out too. @default none */
  readonly without?: readonly (W & Optional<O>)[];
  /** Further rules. @default none */
  readonly rules?: readonly Rule[];
}

/** The object schema with these changes; throws a `UserError` if a field to leave out is not there, or is required. */
export function extended<I, O, const F extends Fields = {}, const W extends string = never>(
  schema: Schema<I, O, 'required'>,
  { fields, without = [], rules = [] }: Extension<O, F, W>,
): Schema<Changed<I, W, Input<Object<F>>>, Changed<O, W, Output<Object<F>>>, 'required'> {
  if (schema.kind !== 'object') throw new UserError('only an object can be extended');
  const { fields: before, description, rules: rulesBefore } = schema;
  const left = new Set<string>(without);
  for (const name of left) {
    const field = before[name];
    if (field === undefined) throw noField(name, Object.keys(before));
    if (field.presence !== 'optional') {
      throw new UserError(`the field ${name} cannot be left out: functions count on it`, {
        hint: 'replace it in `fields`',
      });
    }
  }
  const kept = Object.fromEntries(Object.entries(before).filter(([name]) => !left.has(name)));
  const readsLeft = ({ rule }: Rule) => [...left].some((name) => new RegExp(`\\bself\\.\\??${name}\\b`).test(rule));
  return makeNode({ kind: 'object', fields: { ...kept, ...fields } }, description, [
    ...rulesBefore.filter((rule) => !readsLeft(rule)),
    ...rules,
  ]);
}

function noField(name: string, known: readonly string[]): UserError {
  const meant = nearest(name, known);
  return new UserError(
    `there is no field ${name} to leave out${meant === undefined ? '' : `, did you mean ${meant}?`}`,
    {
      hint: `the fields are ${known.join(', ')}`,
    },
  );
}
