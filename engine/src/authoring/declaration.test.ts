/** What TypeScript refuses to compile in a target's resources. */
import { test } from 'vitest';
import { decide, Gear, Login, Shelf, Sticker, target, widgetPlanner } from '../testing/widget.ts';
import { main, none, perItem, resource } from './index.ts';

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
