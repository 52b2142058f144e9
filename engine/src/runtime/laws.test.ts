/** The laws that the engine keeps for every function, each as a property of the toy API; law 2 is in shared-names.test.ts. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claim, partlySeen, seen, spec } from '../testing/any-widget.ts';
import { credentials, cluster, grown } from '../testing/widget-life.ts';
import { dev, settle, type WidgetRequest, widgetRequest } from '../testing/widget-request.ts';
import { functions } from '../testing/widget.ts';
import { dispatch } from './index.ts';
import { readyFalse, readyTrue, severityFatal } from './wire.ts';

const handler = dispatch(functions);

const objects = (request: WidgetRequest) => {
  const { desired, results } = settle(handler, widgetRequest(request), cluster);
  expect(results).toEqual([]);
  return Object.fromEntries(Object.entries(desired?.resources ?? {}).map(([key, { resource }]) => [key, resource]));
};

const decided = (request: WidgetRequest) =>
  settle(handler, widgetRequest(request), cluster).desired?.composite?.resource?.['status'];

describe('law 1: never less because an input is missing', () => {
  test('what exists stays desired in full, and what needs nobody is desired as well', () => {
    fc.assert(
      fc.property(partlySeen, ({ whole, keys, isWorking }) => {
        const full = objects(whole);
        const partial = objects(seen(whole, keys, isWorking));
        const free = Object.keys(full).filter((key) => key !== 'login' && key !== 'connection-secret');
        for (const key of new Set([...keys, ...free])) expect(partial[key]).toEqual(full[key]);
      }),
    );
  });

  test('it holds while core has not looked for anything that is required', () => {
    fc.assert(
      fc.property(partlySeen, ({ whole, keys, isWorking }) => {
        const full = objects(whole);
        const { desired, results } = handler(widgetRequest(seen(whole, keys, isWorking)));
        expect(results).toEqual([]);
        for (const key of keys) expect(desired?.resources[key]?.resource).toEqual(full[key]);
      }),
    );
  });
});

describe('law 3: what cannot be changed later is recorded', () => {
  const later = { ...dev, version: '2', name: 'renamed', maxTeeth: 1000 };
  test('a new default of the platform moves no old claim', () => {
    fc.assert(
      fc.property(claim, (born) => {
        const whole = grown(handler, born);
        const before = decided(whole);
        const after = decided({ ...whole, environment: later });
        expect(after['recorded']).toEqual(before['recorded']);
        expect(after['target']).toEqual(before['target']);
      }),
    );
  });

  test('a claim stays on its target when another Composition is chosen', () => {
    fc.assert(
      fc.property(claim, (born) => {
        const whole = grown(handler, born);
        const moved = { ...whole, target: born.target === 'local' ? 'cloud' : 'local' };
        expect(objects(moved)).toEqual(objects(whole));
      }),
    );
  });

  test('decisions are read back from what exists when the status is lost, wholly or in part', () => {
    const fields = fc.subarray(['version', 'teeth', 'identity']);
    fc.assert(
      fc.property(claim, fields, (born, kept) => {
        const whole = grown(handler, born);
        const { recorded } = whole.status as { recorded: Record<string, unknown> };
        const rest = Object.fromEntries(kept.map((field) => [field, recorded[field]]));
        const status = kept.length === 0 ? {} : { recorded: rest };
        expect(decided({ ...whole, status, environment: later })['recorded']).toEqual(recorded);
      }),
    );
  });
});

describe('law 4: Ready is truthful', () => {
  test('an XR is never said to be ready before all of it exists and works', () => {
    fc.assert(
      fc.property(partlySeen, ({ whole, keys, isWorking }) => {
        const { desired } = settle(handler, widgetRequest(seen(whole, keys, isWorking)), cluster);
        const isComplete = keys.length === Object.keys(whole.observed ?? {}).length && isWorking;
        expect(desired?.composite?.ready !== readyFalse).toBe(isComplete);
        for (const [key, { ready }] of Object.entries(desired?.resources ?? {})) {
          if (!keys.includes(key)) expect(ready).toBe(readyFalse);
          if (isComplete) expect(ready).toBe(readyTrue);
        }
      }),
    );
  });
});

describe('law 5: the developer is told, and no secret', () => {
  test('no message holds a secret, whoever wrote it', () => {
    const secret = fc.string({ minLength: 6, maxLength: 20 });
    fc.assert(
      fc.property(claim, secret, (born, password) => {
        const whole = grown(handler, born);
        const gear = whole.observed?.['gear']?.object ?? {};
        const status = { conditions: [{ type: 'Ready', status: 'False', message: `login with ${password} failed` }] };
        const observed = { ...whole.observed, gear: { object: { ...gear, status }, connection: { password } } };
        const { conditions } = settle(handler, widgetRequest({ ...whole, observed }), cluster);
        expect(conditions.map(({ message }) => message).join()).toContain('login with *** failed');
      }),
    );
  });
});

describe('law 6: a throw is a fatal result', () => {
  test('whatever the request holds, there is an answer, and it keeps the tag and has no ttl', () => {
    const junk = fc.object({
      maxDepth: 2,
      key: fc.constantFrom('metadata', 'status', 'spec', 'conditions', 'data', 'x'),
    });
    const broken = fc.record({
      spec: fc.oneof(spec, junk),
      status: fc.oneof(fc.constant({}), fc.record({ recorded: junk, target: fc.string() })),
      observed: fc.dictionary(
        fc.constantFrom('gear', 'login', 'sticker.a', 'connection-secret'),
        fc.record({ object: junk }),
      ),
      environment: fc.oneof(junk, fc.constant(null)),
      input: fc.oneof(fc.constant({}), junk),
    });
    fc.assert(
      fc.property(broken, (request) => {
        const { meta, results } = handler(widgetRequest(request as WidgetRequest));
        expect(meta).toEqual({ tag: 'the-tag' });
        expect(results.filter(({ severity }) => severity !== severityFatal)).toEqual([]);
      }),
    );
  });
});

test('the password of the tests is a secret', () => {
  expect(JSON.stringify(grown(handler, { target: 'cloud' }))).toContain(credentials.password);
});
