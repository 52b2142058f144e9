/** The same request gives the same bytes: no clock, no random, no order that the wire brings in. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claim, partlySeen, seen } from '../testing/any-widget.ts';
import { cluster, grown, next } from '../testing/widget-life.ts';
import { settle, widgetRequest } from '../testing/widget-request.ts';
import { functions } from '../testing/widget.ts';
import { encodeResponse } from './codec/index.ts';
import { dispatch } from './index.ts';

const handler = dispatch(functions);
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
      fc.property(partlySeen, ({ whole, keys, isWorking }) => {
        const request = widgetRequest(seen(whole, keys, isWorking));
        const bytes = Buffer.from(encodeResponse(handler(frozen(request))));
        expect(Buffer.from(encodeResponse(handler(reversed(request) as typeof request))).equals(bytes)).toBe(true);
      }),
    );
  });

  test('and a ready claim is given the same answer for ever, in one call', () => {
    fc.assert(
      fc.property(claim, (born) => {
        const whole = grown(handler, born);
        const response = settle(handler, widgetRequest(whole), cluster);
        expect(next(whole, response)).toEqual(whole);
        expect(response.results).toEqual([]);
      }),
    );
  });
});
