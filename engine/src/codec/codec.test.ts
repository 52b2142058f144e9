/** Compares the codec with that of the SDK, the reference for every valid message; hostile.test.ts covers invalid ones. */
import {
  type Resource,
  RunFunctionRequest,
  RunFunctionResponse,
  type State,
} from '@crossplane-org/function-sdk-typescript';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRequest, decodeResponse, encodeRequest, encodeResponse } from './index.ts';

// The SDK's decoder loses `__proto__`, since it assigns it; hostile.test.ts tests that key.
const key = fc.string({ unit: 'grapheme', maxLength: 50 }).filter((name) => name !== '__proto__');
const dictionary = <T>(value: fc.Arbitrary<T>) => fc.dictionary(key, value, { noNullPrototype: true, maxKeys: 4 });
const { object } = fc.letrec<{ object: Record<string, unknown>; value: unknown }>((tie) => ({
  object: fc.dictionary(key, tie('value'), { noNullPrototype: true, maxKeys: 6 }),
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 5 },
    fc.constantFrom(null, true, false, 0, -0, 1e300, 2 ** 53, 'ready', ''),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string({ unit: 'grapheme', maxLength: 80 }),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
}));
const blob = fc.uint8Array({ maxLength: 20 }).map((array) => Buffer.from(array));
const orAbsent = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const number = (max: number) => fc.integer({ min: 0, max });
const resource: fc.Arbitrary<Resource> = fc.record({
  resource: orAbsent(object),
  connectionDetails: dictionary(blob),
  ready: number(2),
});
const state: fc.Arbitrary<State> = fc.record({ composite: orAbsent(resource), resources: dictionary(resource) });
const resources = dictionary(fc.record({ items: fc.array(resource, { maxLength: 3 }) }));
const request: fc.Arbitrary<RunFunctionRequest> = fc.record({
  meta: orAbsent(fc.record({ tag: fc.string(), capabilities: fc.array(number(9)) })),
  observed: orAbsent(state),
  desired: orAbsent(state),
  input: orAbsent(object),
  context: orAbsent(object),
  extraResources: resources,
  credentials: dictionary(fc.record({ credentialData: orAbsent(fc.record({ data: dictionary(blob) })) })),
  requiredResources: resources,
  requiredSchemas: dictionary(fc.record({ openapiV3: orAbsent(object) })),
});
const selectors = dictionary(
  fc.record({
    apiVersion: fc.string(),
    kind: fc.string(),
    matchName: orAbsent(fc.string()),
    matchLabels: orAbsent(fc.record({ labels: dictionary(fc.string()) })),
    namespace: orAbsent(fc.string()),
  }),
);
const words = { reason: fc.string(), message: fc.string() };
const response: fc.Arbitrary<RunFunctionResponse> = fc.record({
  meta: orAbsent(
    fc.record({
      tag: fc.string(),
      ttl: orAbsent(fc.record({ seconds: fc.maxSafeInteger(), nanos: fc.integer() })),
    }),
  ),
  desired: orAbsent(state),
  results: fc.array(fc.record({ ...words, severity: number(3), target: orAbsent(number(2)) })),
  context: orAbsent(object),
  requirements: orAbsent(
    fc.record({
      extraResources: selectors,
      resources: selectors,
      schemas: dictionary(fc.record({ apiVersion: fc.string(), kind: fc.string() })),
    }),
  ),
  conditions: fc.array(fc.record({ ...words, type: fc.string(), status: number(3), target: orAbsent(number(2)) })),
  output: orAbsent(object),
});

/** A copy whose keys were inserted in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, reversed(member)]),
  );
}

const meaning = (bytes: Uint8Array) => RunFunctionResponse.decode(bytes);

describe('the codec and the SDK', () => {
  it('read the same request from the same bytes', () => {
    fc.assert(
      fc.property(request, (value) => {
        const sent = RunFunctionRequest.encode(value).finish();
        expect(decodeRequest(sent)).toEqual(RunFunctionRequest.decode(sent));
      }),
    );
  });

  it('read the same response from the same bytes', () => {
    fc.assert(
      fc.property(response, (value) => {
        const sent = RunFunctionResponse.encode(value).finish();
        expect(decodeResponse(sent)).toEqual(RunFunctionResponse.decode(sent));
      }),
    );
  });

  it('write bytes with the same meaning', () => {
    fc.assert(
      fc.property(response, (value) => {
        expect(meaning(encodeResponse(value))).toEqual(meaning(RunFunctionResponse.encode(value).finish()));
      }),
    );
    fc.assert(
      fc.property(request, (value) => {
        const ours = RunFunctionRequest.decode(encodeRequest(value));
        expect(ours).toEqual(RunFunctionRequest.decode(RunFunctionRequest.encode(value).finish()));
      }),
    );
  });
});

describe('encoding', () => {
  it('gives equal bytes for equal values in any order of keys', () => {
    fc.assert(
      fc.property(response, (value) => {
        expect(encodeResponse(reversed(value) as RunFunctionResponse).equals(encodeResponse(value))).toBe(true);
      }),
    );
  });

  class Dropped {
    toJSON() {}
  }
  const written = [
    { value: { a: undefined, b: 1 }, read: { b: 1 }, reason: 'undefined in an object is dropped' },
    { value: { list: [1, undefined] }, read: { list: [1, null] }, reason: 'undefined in a list is null' },
    { value: { f: () => 1, s: Symbol('s') }, read: {}, reason: 'functions and symbols are dropped' },
    { value: { at: new Date(0) }, read: { at: '1970-01-01T00:00:00.000Z' }, reason: 'toJSON is called' },
    { value: Object.assign(Object.create(null), { a: 1 }), read: { a: 1 }, reason: 'no prototype is needed' },
    { value: { a: new Dropped() }, read: {}, reason: 'toJSON may drop the value' },
  ];
  for (const { value, read, reason } of written) {
    it(`follows JSON: ${reason}`, () => {
      const context = decodeResponse(encodeResponse(RunFunctionResponse.fromPartial({ context: value }))).context;
      expect(context).toStrictEqual(read);
      expect(context).toStrictEqual(JSON.parse(JSON.stringify(value)));
    });
  }

  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  const refused = [
    { spec: { list: [0, Number.NaN] }, path: 'spec.list.1', reason: 'NaN has no JSON' },
    { spec: { size: -Infinity }, path: 'spec.size', reason: 'infinity has no JSON' },
    { spec: { size: 1n }, path: 'spec.size', reason: 'a bigint has no JSON' },
    { spec: { labels: new Map([['a', 'b']]) }, path: 'spec.labels', reason: 'JSON would make a Map empty' },
  ];
  for (const { spec, path, reason } of refused) {
    it(`names the path of a refused value: ${reason}`, () => {
      const desired = {
        composite: undefined,
        resources: { main: { resource: { spec }, connectionDetails: {}, ready: 0 } },
      };
      const failing = () => encodeResponse({ ...RunFunctionResponse.create(), desired });
      expect(failing).toThrow(
        expect.objectContaining({ name: 'CodecError', message: expect.stringContaining(`.${path}: `) }),
      );
      expect(encodeResponse(RunFunctionResponse.create())).toHaveLength(0);
    });
  }

  it('refuses an object that contains itself', () => {
    expect(() => encodeResponse({ ...RunFunctionResponse.create(), context: cycle })).toThrow(/more than 1000 levels/);
  });
});
