/** The laws of functions as properties of the toy API. Law 2 is in shared-names.test.ts, law 6 in any-request.test.ts. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { credentials, cluster, grown, next } from '../testing/widget-life.ts';
import { dev, type Existing, settle, type WidgetRequest, widgetRequest } from '../testing/widget-request.ts';
import { functions } from '../testing/widget.ts';
import { encodeResponse } from '../codec/index.ts';
import { dispatch } from './index.ts';
import { readyFalse, readyTrue } from './respond/wire.ts';

const handler = dispatch(functions);

const anyItem = fc.constantFrom('a', 'b', 'a-b', 'a.b', 'b.a', 'A_b', '__proto__', 'none');
const spec = fc.record(
  {
    teeth: fc.integer({ min: 1, max: 50 }),
    version: fc.constantFrom('1', '2'),
    stickers: fc.dictionary(anyItem, fc.constantFrom('x', 'y'), { maxKeys: 3 }),
    connectionSecret: fc.constantFrom({ keyAliases: { PGHOST: 'host' } }, { name: 'own-name' }, {}),
  },
  { requiredKeys: [] },
);
const claim: fc.Arbitrary<WidgetRequest> = fc.record({
  spec,
  target: fc.constantFrom('local', 'cloud'),
  flavour: fc.constantFrom('namespaced' as const, 'claims' as const),
  environment: fc.constantFrom(dev, { ...dev, tier: 'prod' }),
});
/** A claim that has long been ready, and any part of what exists of it. */
const partlySeen = claim.chain((born) => {
  const settled = grown(handler, born);
  const keys = fc.subarray(Object.keys(settled.observed ?? {}));
  const isWorking = fc.boolean();
  return fc.record({ settled: fc.constant(settled), keys, isWorking });
});

/** The request in which only `keys` of what exists are seen, working or still without any status. */
function seen(settled: WidgetRequest, keys: readonly string[], isWorking: boolean): WidgetRequest {
  const entries = keys.map((key) => {
    const found = settled.observed?.[key] as Existing;
    const { status: _, ...silent } = found.object;
    return [key, isWorking ? found : { object: silent }] as const;
  });
  return { ...settled, observed: Object.fromEntries(entries) };
}

const objects = (request: WidgetRequest) => {
  const { desired, results } = settle(handler, widgetRequest(request), cluster);
  expect(results).toEqual([]);
  return Object.fromEntries(Object.entries(desired?.resources ?? {}).map(([key, { resource }]) => [key, resource]));
};

const decided = (request: WidgetRequest) =>
  settle(handler, widgetRequest(request), cluster).desired?.composite?.resource?.['status'];

describe('law 1: never less because an input is missing', () => {
  test('what exists stays desired in full, and what waits for nothing is desired as well', () => {
    fc.assert(
      fc.property(partlySeen, ({ settled, keys, isWorking }) => {
        const full = objects(settled);
        const partial = objects(seen(settled, keys, isWorking));
        const free = Object.keys(full).filter((key) => key !== 'login' && key !== 'connection-secret');
        for (const key of new Set([...keys, ...free])) expect(partial[key]).toEqual(full[key]);
      }),
    );
  });

  test('it holds while core has not looked for anything that is required', () => {
    fc.assert(
      fc.property(partlySeen, ({ settled, keys, isWorking }) => {
        const full = objects(settled);
        const { desired, results } = handler(widgetRequest(seen(settled, keys, isWorking)));
        expect(results).toEqual([]);
        for (const key of keys) expect(desired?.resources[key]?.resource).toEqual(full[key]);
      }),
    );
  });
});

test('law 2: a name does not depend on what exists', () => {
  fc.assert(
    fc.property(partlySeen, ({ settled, keys, isWorking }) => {
      const full = objects(settled);
      for (const [key, object] of Object.entries(objects(seen(settled, keys, isWorking)))) {
        expect(object?.['metadata']).toEqual(full[key]?.['metadata']);
      }
    }),
  );
});

describe('law 3: what cannot be changed later is recorded', () => {
  const later = { ...dev, version: '2', name: 'renamed', maxTeeth: 1000 };
  test('a new default of the platform moves no old claim', () => {
    fc.assert(
      fc.property(claim, (born) => {
        const settled = grown(handler, born);
        const before = decided(settled);
        const after = decided({ ...settled, environment: later });
        expect(after['recorded']).toEqual(before['recorded']);
        expect(after['target']).toEqual(before['target']);
      }),
    );
  });

  test('a claim stays on its target when another Composition is chosen', () => {
    fc.assert(
      fc.property(claim, (born) => {
        const settled = grown(handler, born);
        const moved = { ...settled, target: born.target === 'local' ? 'cloud' : 'local' };
        expect(objects(moved)).toEqual(objects(settled));
      }),
    );
  });

  test('decisions are read back from what exists when the status is lost, wholly or in part', () => {
    const fields = fc.subarray(['version', 'teeth', 'identity']);
    fc.assert(
      fc.property(claim, fields, (born, remaining) => {
        const settled = grown(handler, born);
        const { recorded } = settled.status as { recorded: Record<string, unknown> };
        const rest = Object.fromEntries(remaining.map((field) => [field, recorded[field]]));
        const status = remaining.length === 0 ? {} : { recorded: rest };
        expect(decided({ ...settled, status, environment: later })['recorded']).toEqual(recorded);
      }),
    );
  });
});

describe('law 4: Ready is truthful', () => {
  test('an XR is never marked as ready before all its resources exist and are ready', () => {
    fc.assert(
      fc.property(partlySeen, ({ settled, keys, isWorking }) => {
        const { desired } = settle(handler, widgetRequest(seen(settled, keys, isWorking)), cluster);
        const isComplete = keys.length === Object.keys(settled.observed ?? {}).length && isWorking;
        expect(desired?.composite?.ready !== readyFalse).toBe(isComplete);
        for (const [key, { ready }] of Object.entries(desired?.resources ?? {})) {
          if (!keys.includes(key)) expect(ready).toBe(readyFalse);
          if (isComplete) expect(ready).toBe(readyTrue);
        }
      }),
    );
  });
});

describe('law 5: messages reach the developer, and have no secret', () => {
  test('no message holds a secret, whoever wrote it', () => {
    const secret = fc.string({ minLength: 6, maxLength: 20 });
    fc.assert(
      fc.property(claim, secret, (born, password) => {
        const settled = grown(handler, born);
        const gear = settled.observed?.['gear']?.object ?? {};
        const status = { conditions: [{ type: 'Ready', status: 'False', message: `login with ${password} failed` }] };
        const observed = { ...settled.observed, gear: { object: { ...gear, status }, connection: { password } } };
        const { conditions } = settle(handler, widgetRequest({ ...settled, observed }), cluster);
        expect(conditions.map(({ message }) => message).join()).toContain('login with *** failed');
      }),
    );
  });
});

describe('the same request gives the same bytes', () => {
  const reversed = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array)
      return value;
    return Object.fromEntries(
      Object.entries(value)
        .toReversed()
        .map(([key, inner]) => [key, reversed(inner)]),
    );
  };
  const frozen = <T>(value: T): T => {
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
    Object.values(value).forEach(frozen);
    return Object.freeze(value);
  };

  test('in whatever order its fields come, and it is left as it is', () => {
    fc.assert(
      fc.property(partlySeen, ({ settled, keys, isWorking }) => {
        const request = widgetRequest(seen(settled, keys, isWorking));
        const bytes = Buffer.from(encodeResponse(handler(frozen(request))));
        expect(Buffer.from(encodeResponse(handler(reversed(request) as typeof request))).equals(bytes)).toBe(true);
      }),
    );
  });

  test('and a ready claim gets the same answer for ever, in one call', () => {
    fc.assert(
      fc.property(claim, (born) => {
        const settled = grown(handler, born);
        const response = settle(handler, widgetRequest(settled), cluster);
        expect(next(settled, response)).toEqual(settled);
        expect(response.results).toEqual([]);
      }),
    );
  });
});

test('the password of the tests is a secret', () => {
  const password = Buffer.from(credentials.password).toString('base64');
  expect(JSON.stringify(grown(handler, { target: 'cloud' }))).toContain(password);
});
