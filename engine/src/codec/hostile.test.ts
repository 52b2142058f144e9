/** Malformed bytes cause a `CodecError`, never a crash, a hang or a changed prototype. */
import { RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodecError, maxDepth } from './codec-error.ts';
import { maxValues, messageWeight } from './reader.ts';
import { decodeRequest, decodeResponse, encodeRequest, encodeResponse } from './index.ts';

/** The request in `bytes`, including its lazy parts. */
const readAll = (bytes: Uint8Array): unknown => JSON.parse(JSON.stringify(decodeRequest(bytes)));

/** The error of reading `bytes`, or undefined; fails if it is no `CodecError`. */
function problem(bytes: Uint8Array): CodecError | undefined {
  try {
    readAll(bytes);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(CodecError);
    return error as CodecError;
  }
}

/** An object with this many levels; every other level is a list. */
const nested = (levels: number): Record<string, unknown> => {
  let value: unknown[] | Record<string, unknown> = {};
  for (let level = levels - 1; level >= 1; level -= 1) value = level % 2 ? { a: value } : [value];
  return value as Record<string, unknown>;
};
const field = (tag: number, payload: Uint8Array): Buffer => {
  const length: number[] = [];
  let rest = payload.length;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) length.push((rest % 128) | 0x80);
  return Buffer.concat([Buffer.from([tag, ...length, rest]), payload]);
};
const over = (length: number) => Buffer.alloc(length, 0xff);
const sample = encodeRequest(
  RunFunctionRequest.fromPartial({
    meta: { tag: 'abc', capabilities: [1, 2] },
    observed: {
      composite: { resource: { spec: { size: 'small', list: [1, 'zwölf', null, true] } } },
      resources: { main: { resource: { status: { ready: true } }, connectionDetails: { key: Buffer.from('value') } } },
    },
    input: { target: 'aws' },
    requiredResources: { environment: { items: [{ resource: { data: { tier: 'dev' } } }] } },
  }),
);

describe('a request that was cut or changed', () => {
  it('is read or refused if it is cut at any byte', () => {
    const refusals = Array.from(sample, (_, length) => problem(sample.subarray(0, length))).filter(Boolean);
    expect(refusals.length).toBeGreaterThan(sample.length / 2);
  });

  it('is read or refused if any bytes are changed', () => {
    const change = fc.record({ at: fc.nat(sample.length - 1), to: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = Buffer.from(sample);
        for (const { at, to } of changes) bytes[at] = to;
        problem(bytes);
      }),
      { numRuns: 2000 },
    );
  });

  it('is read or refused if it is noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void problem(bytes)),
      { numRuns: 2000 },
    );
  });
});

describe('a malformed request', () => {
  const cases = [
    {
      bytes: Buffer.concat([Buffer.from([0x18]), over(11)]),
      says: /more than 10 bytes/,
      reason: 'a varint never ends',
    },
    { bytes: Buffer.concat([over(9), Buffer.from([1])]), says: /exceeds 32 bits/, reason: 'a tag of 64 bits' },
    { bytes: Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]), says: /past the end/, reason: 'a length of 4 GiB' },
    { bytes: Buffer.from([0x0a, 5, 1]), says: /past the end/, reason: 'a length beyond the message' },
    { bytes: Buffer.from([0x0b]), says: /wire type 3/, reason: 'groups left protobuf long ago' },
    { bytes: Buffer.from([0x0e]), says: /wire type 6/, reason: 'there is no such wire type' },
    { bytes: Buffer.from([0x00, 0x00]), says: /field number 0/, reason: 'zeros are not padding' },
    { bytes: Buffer.from([0xfd, 0x01, 1, 2]), says: /past the end/, reason: 'an unknown fixed32 is cut' },
    { bytes: field(0x0a, field(0x0a, Buffer.from([0xc3, 0x28]))), says: /not UTF-8/, reason: 'a tag is text' },
  ];
  for (const { bytes, says, reason } of cases) {
    it(`is refused: ${reason}`, () => {
      expect(problem(bytes)?.message).toMatch(says);
    });
  }

  it('may have unknown fields', () => {
    const unknown = [
      Buffer.from([0xf8, 0x01, 0x96, 0x01]),
      Buffer.concat([Buffer.from([0xf9, 0x01]), Buffer.alloc(8)]),
      Buffer.concat([Buffer.from([0xfd, 0x01]), Buffer.alloc(4)]),
      Buffer.concat([Buffer.from([0xfa, 0x01, 3]), Buffer.from('abc')]),
    ];
    expect(readAll(Buffer.concat([...unknown, sample, ...unknown]))).toEqual(readAll(sample));
  });

  it('may contain a replacement character that the sender wrote', () => {
    const sent = encodeRequest(RunFunctionRequest.fromPartial({ input: { text: 'a\uFFFDb', bom: '\uFEFFx' } }));
    expect(decodeRequest(sent).input).toEqual({ text: 'a\uFFFDb', bom: '\uFEFFx' });
  });
});

describe('few bytes that would take much memory', () => {
  const times = (count: number, bytes: Buffer) => Buffer.concat(Array.from({ length: count }, () => bytes));
  const entry = (key: string, value: Buffer) => Buffer.concat([field(10, Buffer.from(key)), field(18, value)]);
  const resources = maxValues / messageWeight;
  const emptyObject = Buffer.from([10, 2, 42, 0]);
  const emptyEntry = field(10, entry('', Buffer.alloc(0)));
  /** A resource with a list of empty objects, which is read only if somebody reads its spec. */
  const lazy = (count: number) =>
    field(10, field(10, entry('spec', field(42, field(10, entry('list', field(50, times(count, emptyObject))))))));
  const cases = [
    { reason: 'empty resources', bytes: field(66, entry('all', times(resources, Buffer.from([10, 2, 10, 0])))) },
    { reason: 'composed resources', bytes: field(18, times(resources + 1, field(18, entry('', Buffer.alloc(0))))) },
    {
      reason: 'empty objects in a list',
      bytes: field(42, field(10, entry('', field(50, times(maxValues, emptyObject))))),
    },
    { reason: 'entries of an object', bytes: field(34, times(maxValues + 1, emptyEntry)) },
    { reason: 'capabilities of one byte', bytes: field(10, field(18, Buffer.alloc(maxValues + 1, 1))) },
    {
      reason: 'parts that are read late',
      bytes: field(
        66,
        entry('all', Buffer.concat([lazy(600_000), lazy(600_000)].map((resource) => field(10, resource)))),
      ),
    },
  ];
  for (const { reason, bytes } of cases) {
    it(`are refused: ${reason}`, () => {
      expect(problem(bytes)?.message).toMatch(/more than 1,000,000 values, of which each resource counts as 10/);
    });
  }

  it('are read up to the limit', () => {
    const items = times(resources - 1, Buffer.from([10, 2, 10, 0]));
    expect(decodeRequest(field(66, entry('all', items))).requiredResources['all']?.items).toHaveLength(resources - 1);
  });
});

describe('nesting', () => {
  it(`is read and written down to level ${maxDepth}`, () => {
    const input = nested(maxDepth);
    const sent = encodeRequest(RunFunctionRequest.fromPartial({ input }));
    expect(JSON.stringify(decodeRequest(sent).input)).toBe(JSON.stringify(input));
  });

  it('is refused beyond that level, in both directions', () => {
    expect(() => encodeRequest(RunFunctionRequest.fromPartial({ input: nested(maxDepth + 1) }))).toThrow(CodecError);
    let value: Uint8Array = Buffer.alloc(0);
    for (let level = 0; level < 3000; level += 1) value = field(42, field(10, field(18, value)));
    expect(problem(field(0x22, field(10, field(18, value))))?.message).toMatch(/more than 1000 levels/);
  });
});

describe('the key __proto__', () => {
  it('is an own property of a Struct and of a map, and changes no prototype', () => {
    const input = JSON.parse('{"__proto__":{"polluted":true},"constructor":1}') as Record<string, unknown>;
    const resources = JSON.parse('{"__proto__":{"items":[]}}') as Record<string, never>;
    const sent = encodeRequest({ ...RunFunctionRequest.create(), input, requiredResources: resources });
    const decoded = decodeRequest(sent);
    expect(Object.keys(decoded.input ?? {}).toSorted()).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(decoded.input)).toBe(Object.prototype);
    expect(Object.keys(decoded.requiredResources)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('a response of another function', () => {
  it('is refused if it is noise, and read if it is empty', () => {
    expect(() => decodeResponse(Buffer.from('not protobuf'))).toThrow(CodecError);
    expect(encodeResponse(decodeResponse(Buffer.alloc(0)))).toHaveLength(0);
  });
});
