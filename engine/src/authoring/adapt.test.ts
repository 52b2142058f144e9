import { describe, expect, it } from 'vitest';
import { defaulted, extended, integer, object, optional, string } from '../schema/index.ts';
import { Gear, widget as limited } from '../testing/widget.ts';
import { functionsOf, main } from './index.ts';

/** These environments have no limits. */
const widget = { ...limited, limits: {} };

/** A catalogue of one function, which reads two fields of its environment always and a section on demand. */
const limits = object({ teeth: integer('How many teeth.') }, { description: 'Limits.' });
const environment = object({
  name: string('Its name.', { maxLength: 9 }),
  limits,
  shop: optional(object({ door: string('Its door.', { maxLength: 9 }) }, { description: 'The shop.' })),
});
const catalogue = functionsOf({ environment });
const tables: { readonly teeth: Readonly<Record<string, number>>; readonly doors: readonly string[] } = {
  teeth: { small: 10 },
  doors: [],
};
const tableProblem = ({ teeth }: typeof tables) => (teeth['small'] === 13 ? 'thirteen teeth' : undefined);
const planner = catalogue.planner(widget, { tables, tableProblem }, (context) => ({
  teeth: context.tables.teeth['small'] ?? context.environment.limits.teeth,
  record: { identity: 'a', version: '1', teeth: 1 },
}));
const local = catalogue.target(
  planner,
  {
    resources: { gear: main(Gear) },
    record: { recover: (_observed, _recorded, _claim, { teeth }) => ({ version: String(teeth['small']) }) },
  },
  ({ plan }) => ({
    resources: { gear: Gear({ spec: { version: '1', teeth: plan.teeth } }) },
    secret: { host: 'h', port: '1', username: 'u', password: 'p' },
    status: {},
  }),
);
const taken = { planner, targets: { local, cloud: local } };

const concern = { name: 'costs', promise: 'Somebody pays.' };
const own = object({
  name: string('Its name.', { maxLength: 9 }),
  limits,
  payer: string('Who pays.', { maxLength: 9 }),
});

describe('a function of another package', () => {
  it('gets the environment, the concerns and the tables of the platform, in its planner and in each target', () => {
    const { adapt } = functionsOf({ environment: own, concerns: [concern] });
    const adapted = adapt(taken, { tables: { teeth: { small: 20 } } });
    expect(adapted.planner).toMatchObject({ environment: own, concerns: [concern] });
    expect(adapted.planner.tables).toEqual({ teeth: { small: 20 }, doors: [] });
    for (const target of Object.values(adapted.targets)) expect(target.planner).toBe(adapted.planner);
    expect(taken.planner).toMatchObject({ environment, concerns: [], tables });
  });

  it('keeps its tables if the platform replaces none', () => {
    expect(functionsOf({ environment: own }).adapt(taken).planner.tables).toEqual(tables);
  });

  it('refuses a table that it does not have', () => {
    const { adapt } = functionsOf({ environment: own });
    // @ts-expect-error it has no such table
    expect(() => adapt(taken, { tables: { teet: {} } })).toThrow('Widget has no table teet, did you mean teeth?');
    // @ts-expect-error the table has another form
    expect(() => adapt(taken, { tables: { doors: 'none' } })).toThrow('tables.doors must be a list');
  });

  it.each([
    { reason: 'a key that it lacks', given: { teeth: { large: 5 } }, says: 'tables.teeth lacks small' },
    {
      reason: 'a value of another kind',
      given: { teeth: { small: '5' } },
      says: 'tables.teeth.small must be a number',
    },
    {
      reason: 'a further value of another kind',
      given: { teeth: { small: 5, big: {} } },
      says: 'tables.teeth.big must be a number',
    },
    { reason: 'no number', given: { teeth: { small: NaN } }, says: 'tables.teeth.small must be a number' },
    { reason: 'no list', given: { doors: {} }, says: 'tables.doors must be a list' },
    { reason: 'nothing', given: { teeth: undefined }, says: 'tables.teeth must be a value of type object' },
    { reason: 'what the planner refuses', given: { teeth: { small: 13 } }, says: 'thirteen teeth' },
  ])('refuses a table with $reason', ({ given, says }) => {
    const { adapt } = functionsOf({ environment: own });
    expect(() => adapt(taken, { tables: given as never })).toThrow(`Widget cannot use these tables: ${says}`);
  });

  it('takes a table with further keys of the same form', () => {
    const { adapt } = functionsOf({ environment: own });
    expect(adapt(taken, { tables: { teeth: { small: 1, huge: 99 } } }).planner.tables).toMatchObject({
      teeth: { huge: 99 },
    });
  });

  const name = string('Its name.', { maxLength: 9 });
  it('refuses an environment without a field that it always reads', () => {
    const { adapt } = functionsOf({ environment: object({ name }) });
    // @ts-expect-error it lacks the limits
    expect(() => adapt(taken)).toThrow('the environment of this platform has no limits as Widget reads it');
  });

  it('refuses an environment in which such a field is another kind of value', () => {
    const text = object({ teeth: string('How many teeth.', { maxLength: 9 }) }, { description: 'Limits.' });
    const { adapt } = functionsOf({ environment: object({ name, limits: text }) });
    // @ts-expect-error the teeth are a text
    expect(() => adapt(taken)).toThrow('the environment of this platform has no limits.teeth as Widget reads it');
  });

  it('refuses an environment in which such a field may be absent', () => {
    const { adapt } = functionsOf({ environment: object({ name, limits: optional(limits) }) });
    expect(() => adapt(taken)).toThrow('the environment of this platform has no limits as Widget reads it');
  });

  it('takes an environment that gives such a field a default, or has a section that the function reads on demand', () => {
    const given = functionsOf({ environment: object({ name, limits: defaulted(limits, { teeth: 3 }) }) });
    expect(given.adapt(taken).targets).toHaveProperty('cloud');
    const whole = functionsOf({ environment: extended(environment, { fields: { payer: name } }) });
    expect(whole.adapt(taken).targets).toHaveProperty('cloud');
  });
});
