import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cloudName, itemKey, mainName, objectName, secretName, type Owner } from './names.ts';

const owner = { namespace: 'team-a', claim: 'orders', kind: 'Widget' };

describe('a name reads like the claim', () => {
  const rows: { reason: string; name: string; expected: string | RegExp }[] = [
    { reason: 'the main resource has the plain name', name: mainName(owner, 63), expected: 'orders-widget' },
    { reason: 'the Secret has it as well', name: secretName(owner), expected: 'orders-widget' },
    {
      reason: 'any other has its key and a hash',
      name: objectName(owner, 'subnetGroup', 63),
      expected: /^orders-widget-subnet-group-[0-9a-f]{8}$/,
    },
    {
      reason: 'an item has its own name too',
      name: objectName(owner, itemKey('topic', 'New_Orders'), 63),
      expected: /^orders-widget-topic-new-orders-[0-9a-f]{8}$/,
    },
    {
      reason: 'a name in the cloud says where it comes from',
      name: cloudName('dev', owner, 'gear', 63),
      expected: /^dev-team-a-orders-widget-gear-[0-9a-f]{16}$/,
    },
    {
      reason: 'a cluster-scoped claim has no namespace to show',
      name: cloudName('dev', { ...owner, namespace: '' }, 'gear', 63),
      expected: /^dev-orders-widget-gear-[0-9a-f]{16}$/,
    },
    {
      reason: 'a cut name keeps a longer hash',
      name: objectName(owner, 'subnetGroup', 30),
      expected: /^orders-widget-[0-9a-f]{16}$/,
    },
    {
      reason: 'few kinds take dots',
      name: mainName({ ...owner, claim: 'orders.v2' }, 63),
      expected: /^orders-v2-widget-[0-9a-f]{8}$/,
    },
    {
      reason: 'a Secret takes dots',
      name: secretName({ ...owner, claim: 'orders.v2' }),
      expected: 'orders.v2-widget',
    },
    {
      reason: 'a Service may not begin with a digit',
      name: mainName({ ...owner, claim: '2048' }, 63),
      expected: /^x2048-widget-[0-9a-f]{8}$/,
    },
    {
      reason: 'a kind that reads like a hash could imitate another name',
      name: mainName({ ...owner, kind: 'Deadbeef' }, 63),
      expected: /^orders-deadbeef-[0-9a-f]{8}$/,
    },
  ];
  test.each(rows)('$name: $reason', ({ name, expected }) => {
    expect(name).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
  });
});

test('a limit that leaves no room for a hash is a mistake of the code', () => {
  expect(() => objectName(owner, 'gear', 12)).toThrow('20 characters');
});

const word = fc.constantFrom('a', 'b', 'widget', 'gadget', '1');
const joined = (...separators: string[]) =>
  fc
    .tuple(word, fc.array(fc.tuple(fc.constantFrom(...separators), word), { maxLength: 8 }))
    .map(([first, rest]) => first + rest.flat().join(''));
const anyOwner: fc.Arbitrary<Owner> = fc.record({
  namespace: joined('-'),
  claim: joined('-', '.', '--'),
  kind: fc.constantFrom('Widget', 'Gadget', 'Gear', 'Cafebabe', 'Deadbeefcafebabe'),
});
const anyKey = fc.oneof(
  fc.constantFrom('gear', 'shelf', 'gearShelf', 'gear-shelf', 'widget'),
  fc.tuple(fc.constantFrom('gear', 'widget'), joined('-', '.', '_')).map(([key, item]) => itemKey(key, item)),
);
const anyLimit = fc.constantFrom(20, 24, 40, 63);
const many = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { minLength: 2, maxLength: 60 });

/** The same words in a row, shared out among `parts` in every way: names that read the same and mean something else. */
const sharedOut = (parts: number) =>
  fc.array(word, { minLength: parts, maxLength: 7 }).map((words) => {
    const ways = (rest: readonly string[], left: number): string[][] =>
      left === 1
        ? [[rest.join('-')]]
        : rest
            .slice(0, rest.length - left + 1)
            .flatMap((_, at) =>
              ways(rest.slice(at + 1), left - 1).map((way) => [rest.slice(0, at + 1).join('-'), ...way]),
            );
    return ways(words, parts) as [string, string, ...string[]][];
  });

/** The names that more than one of `things` has. */
function shared<T>(things: readonly T[], name: (thing: T) => string): string[] {
  const seen = new Map<string, string>();
  const twice: string[] = [];
  for (const thing of things) {
    const identity = JSON.stringify(thing);
    const previous = seen.get(name(thing));
    if (previous !== undefined && previous !== identity) twice.push(`${name(thing)}: ${previous} and ${identity}`);
    seen.set(name(thing), identity);
  }
  return twice;
}

describe('no two claims share a name', () => {
  const manyRuns = { numRuns: 300 };

  test('of an object in one namespace, main or not, at any limit', () => {
    const resource = fc.record({ owner: anyOwner, key: fc.option(anyKey) });
    fc.assert(
      fc.property(joined('-'), anyLimit, many(resource), (namespace, limit, resources) => {
        const inOne = resources.map(({ owner: other, key }) => ({ owner: { ...other, namespace }, key }));
        const name = ({ owner: other, key }: (typeof inOne)[number]) =>
          key === null ? mainName(other, limit) : objectName(other, key, limit);
        expect(shared(inOne, name)).toEqual([]);
      }),
      manyRuns,
    );
  });

  test('of an object in one namespace, though claim, kind and key read the same in a row', () => {
    fc.assert(
      fc.property(sharedOut(3), anyLimit, (ways, limit) => {
        const resources = ways.map(([claim, kind, key = '']) => ({ namespace: 'team-a', claim, kind, key }));
        const oneWord = resources.filter(({ kind }) => !kind.includes('-'));
        expect(shared(oneWord, ({ key, ...other }) => objectName(other, key, limit))).toEqual([]);
      }),
      manyRuns,
    );
  });

  test('of a Secret in one namespace', () => {
    fc.assert(
      fc.property(many(anyOwner), (owners) => {
        const inOne = owners.map((other) => ({ ...other, namespace: 'team-a' }));
        expect(shared(inOne, secretName)).toEqual([]);
      }),
      manyRuns,
    );
  });

  test('in one cloud account, of any environment and namespace', () => {
    const resource = fc.record({ environment: joined('-'), owner: anyOwner, key: anyKey });
    fc.assert(
      fc.property(anyLimit, many(resource), (limit, resources) => {
        expect(
          shared(resources, ({ environment, owner: other, key }) => cloudName(environment, other, key, limit)),
        ).toEqual([]);
      }),
      manyRuns,
    );
  });

  test('in one cloud account, though environment, namespace and claim read the same in a row', () => {
    fc.assert(
      fc.property(sharedOut(3), anyLimit, (ways, limit) => {
        const claims = ways.map(([environment, namespace, claim = '']) => ({ environment, namespace, claim }));
        expect(
          shared(claims, ({ environment, ...other }) =>
            cloudName(environment, { ...other, kind: 'Widget' }, 'gear', limit),
          ),
        ).toEqual([]);
      }),
      manyRuns,
    );
  });
});

test('every name fits its limit and is a DNS label that begins with a letter', () => {
  const label = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;
  fc.assert(
    fc.property(joined('-'), anyOwner, anyKey, fc.integer({ min: 20, max: 63 }), (environment, other, key, limit) => {
      const inCloud = cloudName(environment, other, key, limit);
      for (const name of [mainName(other, limit), objectName(other, key, limit), inCloud]) {
        expect(name).toMatch(label);
        expect(name.length).toBeLessThanOrEqual(limit);
      }
      expect(inCloud).not.toContain('--');
    }),
    { numRuns: 500 },
  );
});

describe('a team that searches finds no name of another team', () => {
  // With 32 bits of hash, two of 200,000 names that read the same would meet four or five times.
  const tries = 200_000;
  /** The bits of `number` as dashes: one or two behind every letter. Names with such dashes all read the same. */
  const dashes = (number: number) =>
    'abcdefghijklmnopqr'.replace(/./g, (letter, at) => letter + '-'.repeat(1 + ((number >> at) & 1)));
  const dashed = Array.from({ length: tries }, (_, number) => dashes(number));
  const rows: { reason: string; name: (words: string) => string }[] = [
    {
      reason: 'in a cloud account or an operator’s namespace',
      name: (words) => cloudName('dev', { ...owner, claim: `${words}x` }, 'user', 200),
    },
    {
      reason: 'among the objects of cluster-scoped claims',
      name: (words) => objectName({ ...owner, namespace: '', claim: `${words}x` }, 'quota', 253),
    },
    {
      reason: 'among the main objects of cluster-scoped claims whose names have dots',
      name: (words) => mainName({ ...owner, namespace: '', claim: `${words}x.y` }, 253),
    },
  ];
  test.each(rows)('$reason', ({ name }) => {
    const names = new Set(dashed.map(name));
    expect(names.size).toBe(tries);
  });
});
