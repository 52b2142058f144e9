/** What TypeScript infers for authors of functions, and what it refuses to compile. */
import { expectTypeOf, test } from 'vitest';
import { api, object } from '../schema/index.ts';
import {
  cloud,
  decide,
  functions,
  Gear,
  local,
  planner,
  Sticker,
  target,
  widget,
  widgetPlanner,
} from '../testing/widget.ts';
import { type Functions, main, perItem } from './index.ts';

type Apis = { widget: typeof widget };

const secret = { host: 'h', port: '1', username: 'u', password: 'p' };
const gear = () => Gear({ spec: { version: '1', teeth: 1 } });

/** Type-checked, never called. */
const typesOnly = (code: () => unknown): void => void code;

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

test('spec, environment and record have their types', () => {
  planner(widget, ({ spec, environment, recorded, refuse, grant, cloudName }) => {
    expectTypeOf(spec.size).toEqualTypeOf<'small' | 'large'>();
    expectTypeOf(spec.version).toEqualTypeOf<'1' | '2' | undefined>();
    expectTypeOf(environment.cloud).toEqualTypeOf<{ region: string } | undefined>();
    expectTypeOf(recorded.teeth).toEqualTypeOf<number | undefined>();
    expectTypeOf(refuse({ path: 'spec.teeth', why: 'no', keep: recorded.teeth })).toEqualTypeOf<number>();
    expectTypeOf(grant('size', spec.size, { keep: 'small' })).toEqualTypeOf<'small' | 'large'>();
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
    ({ plan, environment, observed, secrets, reads, name }) => {
      expectTypeOf(plan.sturdy).toEqualTypeOf<boolean>();
      expectTypeOf<'record' extends keyof typeof plan ? true : false>().toEqualTypeOf<false>();
      expectTypeOf(environment.cloud).toEqualTypeOf<{ region: string }>();
      expectTypeOf(observed.gear).toEqualTypeOf<Gear | undefined>();
      expectTypeOf(observed.sticker['x']).toEqualTypeOf<Sticker | undefined>();
      expectTypeOf<keyof typeof secrets>().toEqualTypeOf<'login' | 'app' | 'connection'>();
      expectTypeOf(secrets.login['password']).toEqualTypeOf<string | undefined>();
      expectTypeOf<keyof typeof reads>().toEqualTypeOf<'account'>();
      expectTypeOf(name).parameter(0).toEqualTypeOf<'gear' | 'sticker'>();
      expectTypeOf(secrets.connection['host']).toEqualTypeOf<string | undefined>();
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
    secret: {},
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
