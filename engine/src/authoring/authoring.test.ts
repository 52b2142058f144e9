/** What TypeScript infers for authors of functions, and what it refuses to compile. */
import { expectTypeOf, test } from 'vitest';
import { api, object, optional, string } from '../schema/index.ts';
import {
  cloud,
  decide,
  functions,
  Gear,
  local,
  Login,
  planner,
  Shelf,
  Sticker,
  target,
  widget,
  widgetPlanner,
} from '../testing/widget.ts';
import { type Functions, main, none, perItem, resource } from './index.ts';

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
    target(
      widgetPlanner,
      { resources: { gear: main(Gear), shelf: Shelf }, record: { decide } },
      ({ plan: { sturdy } }) => ({
        resources: { gear: gear(), shelf: sturdy ? Shelf({ spec: { load: 1 } }) : none('stands on the floor') },
        secret,
        status: {},
      }),
    );
    target(
      widgetPlanner,
      { resources: { gear: main(Gear), shelf: Shelf }, record: { decide } },
      ({ plan: { sturdy } }) => ({
        // @ts-expect-error the shelf is forgotten on one branch
        resources: sturdy ? { gear: gear(), shelf: Shelf({ spec: { load: 1 } }) } : { gear: gear() },
        secret,
        status: {},
      }),
    );
    target(widgetPlanner, { resources: { gear: main(Gear), shelf: Shelf }, record: { decide } }, () => ({
      // @ts-expect-error a resource of another kind under a declared key
      resources: { gear: gear(), shelf: Login({ spec: { gear: 'g' } }) },
      secret,
      status: {},
    }));
    target(widgetPlanner, { resources: { gear: main(Gear), sticker: perItem(Sticker) }, record: { decide } }, () => ({
      // @ts-expect-error a kind composed once per item needs a record of items
      resources: { gear: gear(), sticker: Sticker({ spec: { text: 'x' } }) },
      secret,
      status: {},
    }));
    // @ts-expect-error no resource is the main one
    target(widgetPlanner, { resources: { gear: Gear, shelf: Shelf }, record: { decide } }, () => ({
      resources: { gear: gear(), shelf: none('why not') },
      secret,
      status: {},
    }));
    // @ts-expect-error two resources are the main one
    target(widgetPlanner, { resources: { gear: main(Gear), shelf: main(Shelf) }, record: { decide } }, () => ({
      resources: { gear: gear(), shelf: none('why not') },
      secret,
      status: {},
    }));
  });
});

test('a target gives every promised key of the Secret', () => {
  typesOnly(() => {
    target(widgetPlanner, { resources: { gear: main(Gear) }, record: { decide } }, () => ({
      resources: { gear: gear() },
      // @ts-expect-error the password is missing
      secret: { host: 'h', port: '1', username: undefined },
      status: {},
    }));
    target(widgetPlanner, { resources: { gear: main(Gear) }, record: { decide } }, () => ({
      resources: { gear: gear() },
      secret: { ...secret, password: undefined },
      status: {},
    }));
  });
});

test('a status field has its type', () => {
  typesOnly(() => {
    target(widgetPlanner, { resources: { gear: main(Gear) }, record: { decide } }, () => ({
      resources: { gear: gear() },
      secret,
      // @ts-expect-error an endpoint is a string
      status: { endpoint: 5432 },
    }));
    target(widgetPlanner, { resources: { gear: main(Gear) }, record: { decide } }, () => ({
      resources: { gear: gear() },
      secret,
      // @ts-expect-error a misspelt status field
      status: { endpiont: 'h:1' },
    }));
  });
});

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
    target(whole, { resources, record: { decide } }, result);
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
    secret: [],
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

test('spec, environment and record have their types', () => {
  planner(widget, ({ spec, environment, recorded, refuse, cloudName }) => {
    expectTypeOf(spec.size).toEqualTypeOf<'small' | 'large'>();
    expectTypeOf(spec.version).toEqualTypeOf<'1' | '2' | undefined>();
    expectTypeOf(environment.cloud).toEqualTypeOf<{ region: string } | undefined>();
    expectTypeOf(recorded.teeth).toEqualTypeOf<number | undefined>();
    expectTypeOf(refuse({ path: 'spec.teeth', why: 'no', keep: recorded.teeth })).toEqualTypeOf<number>();
    expectTypeOf(cloudName('gear')).toEqualTypeOf<string>();
    return { record: { version: '1', teeth: 1, identity: 'x' } };
  });
});

test('a target sees the plan, the record, the sections that it names, the observed resources and the Secrets', () => {
  target(
    widgetPlanner,
    {
      environment: ['cloud'],
      resources: { gear: main(Gear), sticker: perItem(Sticker) },
      secrets: { login: 'gear', app: { of: 'gear', suffix: '-app' } },
      record: {
        decide,
        recover: ({ gear: existing }, recorded) => ({ teeth: existing?.spec.teeth ?? recorded.teeth }),
      },
      reads: ({ name, record }) => {
        expectTypeOf(record.teeth).toEqualTypeOf<number>();
        return { account: { apiVersion: 'v1', kind: 'ServiceAccount', name: name('gear') } };
      },
    },
    ({ plan, environment, observed, secrets, found, name, published }) => {
      expectTypeOf(plan.sturdy).toEqualTypeOf<boolean>();
      expectTypeOf<'record' extends keyof typeof plan ? true : false>().toEqualTypeOf<false>();
      expectTypeOf(environment.cloud).toEqualTypeOf<{ region: string }>();
      expectTypeOf(observed.gear).toEqualTypeOf<Gear | undefined>();
      expectTypeOf(observed.sticker['x']).toEqualTypeOf<Sticker | undefined>();
      expectTypeOf<keyof typeof secrets>().toEqualTypeOf<'login' | 'app'>();
      expectTypeOf(secrets.login['password']).toEqualTypeOf<string | undefined>();
      expectTypeOf<keyof typeof found>().toEqualTypeOf<'account'>();
      expectTypeOf(name).parameter(0).toEqualTypeOf<'gear' | 'sticker'>();
      expectTypeOf(published['host']).toEqualTypeOf<string | undefined>();
      return { resources: { gear: gear(), sticker: {} }, secret, status: {} };
    },
  );
  const plain = { resources: { gear: main(Gear) }, record: { decide } };
  const result = () => ({ resources: { gear: gear() }, secret, status: {} });
  target(widgetPlanner, plain, ({ environment, observed }) => {
    expectTypeOf(environment.cloud).toEqualTypeOf<{ region: string } | undefined>();
    // @ts-expect-error a key that is not declared
    void observed.shelf;
    return result();
  });
  target(widgetPlanner, { ...plain, environment: ['cloud?'] }, ({ environment }) => {
    expectTypeOf(environment.cloud).toEqualTypeOf<{ region: string } | undefined>();
    return result();
  });
  typesOnly(() => {
    // @ts-expect-error only an optional section is named
    target(widgetPlanner, { ...plain, environment: ['tier'] }, result);
    // @ts-expect-error a section that no environment has
    target(widgetPlanner, { ...plain, environment: ['moon?'] }, result);
  });
});

test('a misspelt key of a resource does not compile', () => {
  const result = () => ({ resources: { gear: gear(), shelf: none('no shelf') }, secret, status: {} });
  target(
    widgetPlanner,
    { resources: { gear: main(Gear, { after: ['shelf'] }), shelf: Shelf }, record: { decide } },
    result,
  );
  typesOnly(() => {
    target(
      widgetPlanner,
      {
        // @ts-expect-error it comes after a key that is not declared
        resources: { gear: main(Gear, { after: ['shelv'] }), shelf: Shelf },
        record: { decide },
      },
      result,
    );
    target(
      widgetPlanner,
      {
        // @ts-expect-error one of two keys is not declared
        resources: { gear: main(Gear), shelf: resource(Shelf, { after: ['gear', 'gaer'] }) },
        record: { decide },
      },
      result,
    );
    target(
      widgetPlanner,
      {
        resources: { gear: main(Gear), shelf: Shelf },
        // @ts-expect-error a Secret of a key that is not declared
        secrets: { login: 'gaer' },
        record: { decide },
      },
      result,
    );
  });
});

test('a planner may need sections of the environment, which its targets then see as well', () => {
  const cloudy = planner(widget, { environment: ['cloud'] }, ({ environment }) => {
    expectTypeOf(environment.cloud).toEqualTypeOf<{ region: string }>();
    expectTypeOf(environment.tier).toEqualTypeOf<'dev' | 'prod'>();
    return { region: environment.cloud.region, record: { version: '1', teeth: 1, identity: 'x' } };
  });
  const settings = { resources: { gear: main(Gear) } };
  target(cloudy, settings, ({ environment, plan: { region } }) => {
    expectTypeOf(environment.cloud).toEqualTypeOf<{ region: string }>();
    expectTypeOf(region).toEqualTypeOf<string>();
    return { resources: { gear: gear() }, secret, status: {} };
  });
  typesOnly(() => {
    const record = { version: '1', teeth: 1, identity: 'x' };
    // @ts-expect-error only an optional section can be needed
    planner(widget, { environment: ['tier'] }, () => ({ record }));
    // @ts-expect-error a section that no environment has
    planner(widget, { environment: ['moon'] }, () => ({ record }));
    // @ts-expect-error the planner's own section is not repeated
    target(cloudy, { ...settings, environment: ['cloud'] }, () => ({
      resources: { gear: gear() },
      secret,
      status: {},
    }));
  });
});

test('a target gives the abilities that its planner decides by', () => {
  const able = planner(widget, (_context, { wheels }: { readonly wheels: number }) => ({
    wheels,
    record: { version: '1', teeth: 1, identity: 'x' },
  }));
  const settings = { resources: { gear: main(Gear) } };
  const result = () => ({ resources: { gear: gear() }, secret, status: {} });
  target(able, { abilities: { wheels: 2 }, ...settings }, result);
  typesOnly(() => {
    // @ts-expect-error the abilities are missing
    target(able, settings, result);
    // @ts-expect-error an ability has its type
    target(able, { abilities: { wheels: 'two' }, ...settings }, result);
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
  const gadgetPlanner = planner(gadget, () => ({ record: {} }));
  const gadgetLocal = target(gadgetPlanner, { resources: { gear: main(Gear) } }, () => ({
    resources: { gear: gear() },
    secret: {},
    status: {},
  }));
  type Both = Functions<{ widget: typeof widget; gadget: typeof gadget }>;

  void ({ ...functions, gadget: { planner: gadgetPlanner, targets: { local: gadgetLocal } } } satisfies Both);
  // @ts-expect-error an API without a function
  void (functions satisfies Both);
  // @ts-expect-error a target is missing
  void ({ widget: { planner: widgetPlanner, targets: { local } } } satisfies Functions<Apis>);
  // @ts-expect-error a target of another API
  void ({ widget: { planner: widgetPlanner, targets: { local, cloud: gadgetLocal } } } satisfies Functions<Apis>);
  // @ts-expect-error a planner of another API
  void ({ widget: { planner: gadgetPlanner, targets: { local, cloud } } } satisfies Functions<Apis>);
  // @ts-expect-error a target the API does not have
  void ({ widget: { planner: widgetPlanner, targets: { local, cloud, moon: cloud } } } satisfies Functions<Apis>);
});
