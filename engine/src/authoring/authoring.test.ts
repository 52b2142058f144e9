/** What TypeScript infers for authors of functions, and what it refuses to compile. */
import { expectTypeOf, test } from 'vitest';
import { api, object, string } from '../schema/index.ts';
import { Gear, Login, Shelf, Sticker, cloud, environment, functions, local, plan, widget } from '../testing/widget.ts';
import { each, main, none, planner, target, type Functions } from './index.ts';

type Apis = { widget: typeof widget };

const secret = { host: 'h', port: '1', username: 'u', password: 'p' };
const gear = () => Gear({ spec: { version: '1', teeth: 1 } });

/** Type-checked, never called. */
const typesOnly = (code: () => unknown): void => void code;

test('a resource is checked where its model is called', () => {
  typesOnly(() => {
    Gear({ spec: { version: '1', teeth: 1 }, metadata: { labels: { a: 'b' } } }, { after: ['shelf'] });
    // @ts-expect-error a misspelt field
    Gear({ spec: { version: '1', teeht: 1 } });
    // @ts-expect-error a misspelt field, deeper down
    Gear({ spec: { version: '1', teeth: 1, material: { aloy: 'brass' } } });
    // @ts-expect-error a required field is missing
    Gear({ spec: { version: '1' } });
    // @ts-expect-error status is not ours to write
    Gear({ spec: { version: '1', teeth: 1 }, status: {} });
    // @ts-expect-error names are the engine's
    Gear({ spec: { version: '1', teeth: 1 }, metadata: { name: 'mine' } });
    // @ts-expect-error a misspelt option
    Gear({ spec: { version: '1', teeth: 1 } }, { afetr: ['shelf'] });
  });
});

test('a target names every declared key on every branch', () => {
  typesOnly(() => {
    target(plan, { resources: { gear: main(Gear), shelf: Shelf } }, ({ plan: { sturdy } }) => ({
      resources: { gear: gear(), shelf: sturdy ? Shelf({ spec: { load: 1 } }) : none('stands on the floor') },
      secret,
      status: {},
    }));
    target(plan, { resources: { gear: main(Gear), shelf: Shelf } }, ({ plan: { sturdy } }) => ({
      // @ts-expect-error the shelf is forgotten on one branch
      resources: sturdy ? { gear: gear(), shelf: Shelf({ spec: { load: 1 } }) } : { gear: gear() },
      secret,
      status: {},
    }));
    target(plan, { resources: { gear: main(Gear), shelf: Shelf } }, () => ({
      // @ts-expect-error a resource of another kind under a declared key
      resources: { gear: gear(), shelf: Login({ spec: { gear: 'g' } }) },
      secret,
      status: {},
    }));
    target(plan, { resources: { gear: main(Gear), sticker: each(Sticker) } }, () => ({
      // @ts-expect-error a kind composed once per item needs a record of items
      resources: { gear: gear(), sticker: Sticker({ spec: { text: 'x' } }) },
      secret,
      status: {},
    }));
    // @ts-expect-error no resource is the main one
    target(plan, { resources: { gear: Gear, shelf: Shelf } }, () => ({
      resources: { gear: gear(), shelf: none('why not') },
      secret,
      status: {},
    }));
    // @ts-expect-error two resources are the main one
    target(plan, { resources: { gear: main(Gear), shelf: main(Shelf) } }, () => ({
      resources: { gear: gear(), shelf: none('why not') },
      secret,
      status: {},
    }));
  });
});

test('a target gives every promised key of the Secret', () => {
  typesOnly(() => {
    target(plan, { resources: { gear: main(Gear) } }, () => ({
      resources: { gear: gear() },
      // @ts-expect-error the password is missing
      secret: { host: 'h', port: '1', username: undefined },
      status: {},
    }));
    target(plan, { resources: { gear: main(Gear) } }, () => ({
      resources: { gear: gear() },
      secret: { ...secret, password: undefined },
      status: {},
    }));
  });
});

test('a status field has its type', () => {
  typesOnly(() => {
    target(plan, { resources: { gear: main(Gear) } }, () => ({
      resources: { gear: gear() },
      secret,
      // @ts-expect-error an endpoint is a string
      status: { endpoint: 5432 },
    }));
    target(plan, { resources: { gear: main(Gear) } }, () => ({
      resources: { gear: gear() },
      secret,
      // @ts-expect-error a misspelt status field
      status: { endpiont: 'h:1' },
    }));
  });
});

test('a plan records every recorded field', () => {
  typesOnly(() => {
    planner(widget, environment, ({ recorded }) => ({
      record: { version: '1', teeth: recorded.teeth ?? 1, identity: 'x' },
    }));
    // @ts-expect-error the identity is not recorded
    planner(widget, environment, () => ({ record: { version: '1', teeth: 1 } }));
    // @ts-expect-error nothing is recorded
    planner(widget, environment, () => ({ size: 'small' }));
    // @ts-expect-error an environment has a name
    planner(widget, object({ tier: string('Tier.', { maxLength: 3 }) }), () => ({
      record: { version: '1', teeth: 1, identity: 'x' },
    }));
  });
});

test('a planner sees the claim with its defaults, what was recorded in part, and the value it asks to keep', () => {
  planner(widget, environment, ({ spec, recorded, environment: facts, refuse }) => {
    expectTypeOf(spec.size).toEqualTypeOf<'small' | 'large'>();
    expectTypeOf(spec.version).toEqualTypeOf<'1' | '2' | undefined>();
    expectTypeOf(recorded.version).toEqualTypeOf<string | undefined>();
    expectTypeOf(facts.cloud).toEqualTypeOf<{ region: string } | undefined>();
    expectTypeOf(refuse('spec.teeth', 'why', 'who', recorded.teeth)).toEqualTypeOf<number>();
    expectTypeOf(refuse('spec.teeth', 'why', 'who')).toEqualTypeOf<void>();
    return { record: { version: '1', teeth: 1, identity: 'x' } };
  });
});

test('a target sees the plan, the sections of the environment it needs, and what exists under its keys', () => {
  target(
    plan,
    {
      needs: ['cloud'],
      resources: { gear: main(Gear), sticker: each(Sticker) },
      requires: ({ name, plan: decided }) => {
        expectTypeOf(decided.record.teeth).toEqualTypeOf<number>();
        return { app: { apiVersion: 'v1', kind: 'Secret', name: name('gear') } };
      },
      recover: ({ gear: seen }) => ({ teeth: seen?.spec.teeth }),
    },
    ({ plan: decided, environment: facts, observed, required, name, connection, published }) => {
      expectTypeOf(decided.sturdy).toEqualTypeOf<boolean>();
      expectTypeOf(facts.cloud).toEqualTypeOf<{ region: string }>();
      expectTypeOf(observed.gear).toEqualTypeOf<Gear | undefined>();
      expectTypeOf(observed.sticker['x']).toEqualTypeOf<Sticker | undefined>();
      expectTypeOf<keyof typeof required>().toEqualTypeOf<'app'>();
      expectTypeOf(name).parameter(0).toEqualTypeOf<'gear' | 'sticker'>();
      expectTypeOf(connection('gear')['password']).toEqualTypeOf<string | undefined>();
      expectTypeOf(published('host')).toEqualTypeOf<string | undefined>();
      return { resources: { gear: gear(), sticker: {} }, secret, status: {} };
    },
  );
  target(plan, { resources: { gear: main(Gear) } }, ({ environment: facts, required, observed }) => {
    expectTypeOf(facts.cloud).toEqualTypeOf<{ region: string } | undefined>();
    expectTypeOf<keyof typeof required>().toEqualTypeOf<never>();
    // @ts-expect-error a key nobody declared
    void observed.shelf;
    return { resources: { gear: gear() }, secret, status: {} };
  });
  typesOnly(() => {
    // @ts-expect-error only an optional section can be needed
    target(plan, { needs: ['tier'], resources: { gear: main(Gear) } }, () => ({
      resources: { gear: gear() },
      secret,
      status: {},
    }));
  });
});

test('a planner may need sections of the environment, which its targets then see as well', () => {
  const cloudy = planner(widget, environment, { needs: ['cloud'] }, ({ environment: facts }) => {
    expectTypeOf(facts.cloud).toEqualTypeOf<{ region: string }>();
    expectTypeOf(facts.tier).toEqualTypeOf<'dev' | 'prod'>();
    return { region: facts.cloud.region, record: { version: '1', teeth: 1, identity: 'x' } };
  });
  const settings = { resources: { gear: main(Gear) } };
  target(cloudy, settings, ({ environment: facts, plan: { region } }) => {
    expectTypeOf(facts.cloud).toEqualTypeOf<{ region: string }>();
    expectTypeOf(region).toEqualTypeOf<string>();
    return { resources: { gear: gear() }, secret, status: {} };
  });
  planner(widget, environment, {}, ({ environment: facts }) => {
    expectTypeOf(facts.cloud).toEqualTypeOf<{ region: string } | undefined>();
    return { record: { version: '1', teeth: 1, identity: 'x' } };
  });
  typesOnly(() => {
    const record = { version: '1', teeth: 1, identity: 'x' };
    // @ts-expect-error only an optional section can be needed
    planner(widget, environment, { needs: ['tier'] }, () => ({ record }));
    // @ts-expect-error a section that no environment has
    planner(widget, environment, { needs: ['moon'] }, () => ({ record }));
    // @ts-expect-error the identity is not recorded
    planner(widget, environment, { needs: ['cloud'] }, () => ({ record: { version: '1', teeth: 1 } }));
    // @ts-expect-error the planner's own need is not repeated
    target(cloudy, { ...settings, needs: ['cloud'] }, () => ({ resources: { gear: gear() }, secret, status: {} }));
  });
});

test('functions answer every API on every target', () => {
  const gadget = api({
    kind: 'Gadget',
    description: 'A gadget.',
    targets: ['local'],
    spec: object({}),
    recorded: object({}),
    status: object({}),
    secret: [],
  });
  const gadgetPlan = planner(gadget, environment, () => ({ record: {} }));
  const gadgetLocal = target(gadgetPlan, { resources: { gear: main(Gear) } }, () => ({
    resources: { gear: gear() },
    secret: {},
    status: {},
  }));
  type Both = Functions<{ widget: typeof widget; gadget: typeof gadget }>;

  void ({ ...functions, gadget: { planner: gadgetPlan, targets: { local: gadgetLocal } } } satisfies Both);
  // @ts-expect-error an API without a function
  void (functions satisfies Both);
  // @ts-expect-error a target is missing
  void ({ widget: { planner: plan, targets: { local } } } satisfies Functions<Apis>);
  // @ts-expect-error a target of another API
  void ({ widget: { planner: plan, targets: { local, cloud: gadgetLocal } } } satisfies Functions<Apis>);
  // @ts-expect-error a planner of another API
  void ({ widget: { planner: gadgetPlan, targets: { local, cloud } } } satisfies Functions<Apis>);
  // @ts-expect-error a target the API does not have
  void ({ widget: { planner: plan, targets: { local, cloud, moon: cloud } } } satisfies Functions<Apis>);
});
