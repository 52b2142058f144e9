import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readYaml, toYaml } from '../yaml/index.ts';
import { changeFile } from './change-file.ts';

const isClaim = (value: unknown): value is { spec: object } => Object(value).kind === 'Widget';
const toSpec = (spec: unknown, apiVersion?: string) => (value: unknown) =>
  isClaim(value) ? { ...value, ...(apiVersion !== undefined && { apiVersion }), spec } : value;
const head = 'apiVersion: toys.example.org/v1alpha1 # ours\nkind: Widget\n';

describe('a file whose claims change', () => {
  it.each([
    {
      reason: 'a new field stands where the old one was, with its comments',
      text: 'spec:\n  # As Ann said.\n  size: large # for a year\n  teeth: 3 # sharp\n',
      spec: { capacity: { class: 'high' }, teeth: 3 },
      after: 'spec:\n  # As Ann said.\n  # for a year\n  capacity:\n    class: high\n  teeth: 3 # sharp\n',
    },
    {
      reason: 'a value alone changes in its line',
      text: "spec:\n  size:   'a # b'   # why\n\n  teeth: 3\n",
      spec: { size: 'small', teeth: 3 },
      after: 'spec:\n  size:   small # why\n\n  teeth: 3\n',
    },
    {
      reason: 'a field that goes leaves its comments',
      text: 'spec:\n  teeth: 3\n  words: # all\n  - a # first\n  # last\n  - b\n---\nkind: Other\n',
      spec: { teeth: 3 },
      after: 'spec:\n  teeth: 3\n  # all\n  # first\n  # last\n---\nkind: Other\n',
    },
    {
      reason: 'inside of an object only what changes does',
      text: 'spec:\n  box:\n    # Wide.\n    width: 3\n    depth: 4 # deep\n  teeth: 3\n',
      spec: { box: { width: 3, depth: 5, height: 1 }, teeth: 3 },
      after: 'spec:\n  box:\n    # Wide.\n    width: 3\n    depth: 5 # deep\n    height: 1\n  teeth: 3\n',
    },
    {
      reason: 'number signs in a text are no comments',
      text: 'spec:\n  note: |\n    # not a comment\n    text\n  teeth: 3\n',
      spec: { teeth: 3 },
      after: 'spec:\n  teeth: 3\n',
    },
    {
      reason: 'an object in braces becomes lines',
      text: 'spec: { size: large } # short\n',
      spec: { capacity: { class: 'high' } },
      after: '# short\nspec:\n  capacity:\n    class: high\n',
    },
    {
      reason: 'line ends of Windows stay',
      text: 'spec:\r\n  size: large # x\r\n  teeth: 3\r\n',
      spec: { teeth: 3, capacity: { class: 'high' } },
      after: 'spec:\r\n  # x\r\n  capacity:\r\n    class: high\r\n  teeth: 3\r\n',
    },
    {
      reason: 'a file without a line feed at its end gets none',
      text: 'spec:\n  teeth: 3',
      spec: { teeth: 3, size: 'small' },
      after: 'spec:\n  teeth: 3\n  size: small',
    },
  ])('keeps all else: $reason', ({ text, spec, after }) => {
    const { text: changed, edits } = changeFile('a.yaml', head + text, toSpec(spec));
    expect(changed).toBe(head + after);
    expect(edits.length).toBeGreaterThan(0);
    expect(changeFile('a.yaml', changed, toSpec(spec))).toEqual({ text: changed, edits: [] });
  });

  it('has items of a List and several documents changed, and their versions', () => {
    const item = '  - apiVersion: toys.example.org/v1alpha1\n    kind: Widget\n    spec:\n      size: large # a\n';
    const text = `apiVersion: v1\nkind: List\nitems:\n${item}${item}---\n# Next.\n${head}spec:\n  size: large\n`;
    const { text: after } = changeFile('a.yaml', text, toSpec({ size: 'small' }, 'toys.example.org/v1beta1'));
    expect(after).toBe(text.replaceAll('large', 'small').replaceAll('v1alpha1', 'v1beta1'));
  });

  it('is written as JSON if it is JSON', () => {
    const text = '{\n    "kind": "Widget",\n    "spec": { "size": "large" }\n}\n';
    const { text: after } = changeFile('a.json', text, toSpec({ size: 'small' }));
    expect(after).toBe('{\n    "kind": "Widget",\n    "spec": {\n        "size": "small"\n    }\n}\n');
  });

  it.each([
    { text: '{ kind: Widget, spec: { size: large } }\n', reason: 'all of it is in braces' },
    { text: 'kind: Widget\nspec: &s\n  size: &a large\n  other: *a\n', reason: 'another field names the value' },
  ])('is refused if $reason', ({ text }) => {
    const spec = { size: 'small', other: 'large' };
    expect(() => changeFile('a.yaml', text, toSpec(spec))).toThrow(/^a\.yaml: a claim is written in a way/);
  });

  it('has the new values and every comment, whatever changes', () => {
    const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant('a # b'), fc.constant('x\n# y\n'));
    const value = fc.letrec((tie) => ({
      any: fc.oneof({ maxDepth: 3 }, scalar, fc.array(scalar, { maxLength: 3 }), tie('map')),
      map: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('any'), { maxKeys: 4, noNullPrototype: true }),
    })).map;
    fc.assert(
      fc.property(value, value, (old, now) => {
        const written = toYaml({ kind: 'Widget', spec: old });
        let count = 0;
        const commented = written.replace(
          /^( *)[abcd]:/gm,
          (key, indent: string) => `${indent}# ${(count += 1)}.\n${key}`,
        );
        const text = `# 0\n${commented}# end\n`;
        const { text: after } = changeFile('a.yaml', text, toSpec(now));
        for (let comment = 1; comment <= count; comment += 1) expect(after).toContain(`# ${comment}.\n`);
        const [document] = readYaml(after).documents;
        expect(document).toMatchObject({ value: { kind: 'Widget', spec: now } });
        expect(after).toMatch(/^# 0\n/);
        expect(after).toMatch(/# end\n$/);
      }),
    );
  });
});
