/** What TypeScript infers of the record, and what it refuses to compile. */
import { expectTypeOf, test } from 'vitest';
import { api, object, optional, string } from '../schema/index.ts';
import { decide, Gear, planner, target, widget } from '../testing/widget.ts';
import { main } from './index.ts';

const secret = { host: 'h', port: '1', username: 'u', password: 'p' };
const gear = () => Gear({ spec: { version: '1', teeth: 1 } });

/** Type-checked, never called. */
const typesOnly = (code: () => unknown): void => void code;

test('planner and target together decide every recorded field', () => {
  const completePlanner = planner(widget, () => ({ record: { version: '1', teeth: 1, identity: 'x' } }));
  const partialPlanner = planner(widget, ({ recorded }) => ({ record: { version: '1', teeth: recorded.teeth ?? 1 } }));
  const resources = { gear: main(Gear) };
  const result = () => ({ resources: { gear: gear() }, secret, status: {} });
  target(completePlanner, { resources }, result);
  target(partialPlanner, { resources, record: { decide } }, ({ record }) => {
    expectTypeOf(record.identity).toEqualTypeOf<string>();
    expectTypeOf(record.teeth).toEqualTypeOf<number>();
    return result();
  });
  typesOnly(() => {
    // @ts-expect-error nobody decides the identity
    target(partialPlanner, { resources }, result);
    // @ts-expect-error a value of another type
    target(partialPlanner, { resources, record: { decide: { identity: () => 7 } } }, result);
    // @ts-expect-error a field that the API does not record
    target(completePlanner, { resources, record: { decide: { colour: () => 'red' } } }, result);
    // @ts-expect-error planner and target decide the same field
    target(completePlanner, { resources, record: { decide } }, result);
    // @ts-expect-error a recorded field has its type
    planner(widget, () => ({ record: { version: '1', teeth: 'many' } }));
    // @ts-expect-error a recovered field has its type
    target(completePlanner, { resources, record: { recover: () => ({ teeth: 'many' }) } }, result);
  });
});

test('a field that a target may leave undecided stays optional', () => {
  const loose = api({
    kind: 'Loose',
    description: 'A thing.',
    targets: ['local'],
    spec: object({}),
    recorded: object({ region: optional(string('A region.', { maxLength: 9 })) }),
    status: object({}),
    secret: {},
  });
  const loosePlanner = planner(loose, () => ({ record: {} }));
  const settings = { resources: { gear: main(Gear) } };
  const result = () => ({ resources: { gear: gear() }, secret: {}, status: {} });
  target(
    loosePlanner,
    { ...settings, record: { decide: { region: ({ environment }) => environment.cloud?.region } } },
    ({ record }) => {
      expectTypeOf(record.region).toEqualTypeOf<string | undefined>();
      return result();
    },
  );
  target(
    loosePlanner,
    { ...settings, record: { decide: { region: { revise: ({ recorded }) => recorded.region ?? 'moon' } } } },
    ({ record }) => {
      expectTypeOf(record.region).toEqualTypeOf<string>();
      return result();
    },
  );
});
