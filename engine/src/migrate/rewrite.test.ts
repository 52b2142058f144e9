/** Claims rewritten as namespaced XRs: fields move, and nothing else changes. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { KubernetesObject } from '../render/object.ts';
import { claimFields } from '../schema/crossplane-fields.ts';
import { readYaml, toYaml } from '../yaml/index.ts';
import { unifiedDiff } from '../yaml/line-edits.ts';
import { fateOf } from './fields.ts';
import { namespacedXr } from './namespaced-xr.ts';
import { rewriteFile } from './rewrite.ts';

const isClaim = (value: unknown): value is KubernetesObject => Object(value).kind === 'Widget';
const rewritten = (text: string) => rewriteFile('claims.yaml', text, isClaim);
const claim = (...spec: string[]) => ['kind: Widget', 'metadata: { name: big }', 'spec:', ...spec, ''].join('\n');

describe('a claim in a file', () => {
  const rows: readonly { readonly reason: string; readonly before: string; readonly after: string }[] = [
    {
      reason: 'a field moves with the comments that are about it, and others stay where they are',
      before: claim(
        '  # How big.',
        '  size: large # for now',
        '',
        '  # Ours alone.',
        '  # See the wiki.',
        '  compositionRef: # by hand',
        '    name: widgets-cloud',
        '',
        '  # How many.',
        '  teeth: 7',
      ),
      after: claim(
        '  # How big.',
        '  size: large # for now',
        '',
        '  crossplane:',
        '    # Ours alone.',
        '    # See the wiki.',
        '    compositionRef: # by hand',
        '      name: widgets-cloud',
        '',
        '  # How many.',
        '  teeth: 7',
      ),
    },
    {
      reason: 'fields that stand apart come together at the first of them',
      before: claim(
        '  compositionUpdatePolicy: Manual',
        '  size: large',
        '  compositionSelector:',
        '    matchLabels: {a: b}',
      ),
      after: claim(
        '  crossplane:',
        '    compositionUpdatePolicy: Manual',
        '    compositionSelector:',
        '      matchLabels: {a: b}',
        '  size: large',
      ),
    },
    {
      reason: 'what Crossplane wrote goes, and what a claim says by default',
      before: claim(
        '  resourceRef:',
        '    apiVersion: a/v1',
        '    kind: XWidget',
        '    name: big-x',
        '  size: large',
        '  compositeDeletePolicy: Background',
      ),
      after: claim('  size: large'),
    },
    {
      reason: 'other indentation, and the last field of a file without an end of line',
      before: 'kind: Widget\nspec:\n    size: large\n    compositionRef:\n        name: a',
      after: 'kind: Widget\nspec:\n    size: large\n    crossplane:\n      compositionRef:\n          name: a',
    },
    {
      reason: 'line ends of Windows',
      before: claim('  size: large', '  compositionRef:', '    name: a').replaceAll('\n', '\r\n'),
      after: claim('  size: large', '  crossplane:', '    compositionRef:', '      name: a').replaceAll('\n', '\r\n'),
    },
    {
      reason: 'JSON keeps its layout',
      before:
        '{\n  "kind": "Widget",\n  "spec": {\n    "compositionRef": {"name": "a, }"},\n    "size": "large"\n  }\n}\n',
      after:
        '{\n  "kind": "Widget",\n  "spec": {\n    "crossplane": { "compositionRef": {"name": "a, }"} },\n    "size": "large"\n  }\n}\n',
    },
    {
      reason: 'a spec in braces',
      before: "kind: Widget\nspec: { size: large, compositionRef: { name: 'it''s' }, resourceRef: {name: x} } # all\n",
      after: "kind: Widget\nspec: { size: large, crossplane: { compositionRef: { name: 'it''s' } } } # all\n",
    },
    {
      reason: 'items of a List',
      before:
        'apiVersion: v1\nkind: List\nitems:\n- kind: Widget\n  spec:\n    compositionRef: {name: a}\n    size: s\n- kind: Other\n  spec: {compositionRef: {name: b}}\n',
      after:
        'apiVersion: v1\nkind: List\nitems:\n- kind: Widget\n  spec:\n    crossplane:\n      compositionRef: {name: a}\n    size: s\n- kind: Other\n  spec: {compositionRef: {name: b}}\n',
    },
  ];
  it.each(rows)('$reason', ({ before, after }) => {
    expect(rewritten(before).text).toBe(after);
    expect(rewritten(after)).toEqual({ text: after, edits: [] });
  });

  it('leaves documents beside it as they are', () => {
    const others = ['# first\n', 'kind:   Other\nspec:\n  compositionRef:   {name:   a}   # odd\n', 'a: [1,  2]'];
    const before = [others[0], claim('  compositionRef: {name: a}', '  size: s'), others[1], others[2]].join('---\n');
    const after = [
      others[0],
      claim('  crossplane:', '    compositionRef: {name: a}', '  size: s'),
      others[1],
      others[2],
    ];
    expect(rewritten(before).text).toBe(after.join('---\n'));
  });

  it.each([
    { reason: 'an alias for the spec', text: 'x: &x {compositionRef: {name: a}}\nkind: Widget\nspec: *x\n' },
    {
      reason: 'an alias for a moved value',
      text: claim('  b: &b {name: a}', '  c: 1', '  <<: {compositionRef: {name: a}}'),
    },
    {
      reason: 'an anchor that would come after its alias',
      text: claim('  compositionUpdatePolicy: Manual', '  b: &b {name: c}', '  compositionRef: *b'),
    },
  ])('refuses what it cannot move: $reason', ({ text }) => {
    expect(() => rewritten(text)).toThrow(/^claims\.yaml: the spec of a claim is written in a way/);
  });
});

test('every field that Crossplane adds to a claim has a fate', () => {
  const fates = Object.keys(claimFields).map((name) => [name, fateOf(name, 'x')?.fate]);
  expect(Object.fromEntries(fates)).toEqual({
    compositionRef: 'moved',
    compositionSelector: 'moved',
    compositionRevisionSelector: 'moved',
    compositionUpdatePolicy: 'moved',
    compositionRevisionRef: 'refused',
    compositeDeletePolicy: 'refused',
    resourceRef: 'dropped',
    writeConnectionSecretToRef: 'refused',
  });
});

const specs = fc.dictionary(
  fc.constantFrom('size', 'teeth', 'compositionRef', 'compositionSelector', 'compositionUpdatePolicy', 'resourceRef'),
  fc.oneof(fc.string(), fc.integer(), fc.dictionary(fc.constantFrom('name', 'a b', '#'), fc.string(), { minKeys: 1 })),
  { noNullPrototype: true },
);

test('whatever a claim has, its text becomes that of the XR, and a second time nothing changes', () => {
  const text = (spec: object) => toYaml({ kind: 'Widget', spec });
  fc.assert(
    fc.property(specs, fc.boolean(), (spec, isJson) => {
      fc.pre(Object.keys(spec).some((name) => name !== 'resourceRef'));
      const before = isJson ? JSON.stringify({ kind: 'Widget', spec }, null, 2) : text(spec);
      const [read] = readYaml(before).documents as readonly { value: KubernetesObject }[];
      const { text: after } = rewritten(before);
      const [now] = readYaml(after).documents as readonly { value: KubernetesObject }[];
      expect(now?.value).toEqual(namespacedXr(read!.value).xr);
      expect(rewritten(after).text).toBe(after);
    }),
  );
});

test('patch makes the new file of the old one and the diff', () => {
  const folder = mkdtempSync(join(tmpdir(), 'planesmith-diff-'));
  const other = Array.from({ length: 20 }, (_, index) => `a${index}: 1\n`).join('');
  const small = claim('  compositionRef: {name: a}', '  resourceRef: {name: x}', '  size: s');
  for (const text of [
    small,
    small.trimEnd(),
    [small, other, small, small].join('---\n'),
    'kind: Widget\nspec:\n  size: large\n  compositionRef:\n    name: a',
  ]) {
    const { edits, text: after } = rewritten(text);
    writeFileSync(join(folder, 'claims.yaml'), text);
    execFileSync('patch', ['-p1', '--fuzz=0'], { cwd: folder, input: unifiedDiff('claims.yaml', text, edits) });
    expect(readFileSync(join(folder, 'claims.yaml'), 'utf8')).toBe(after);
  }
  rmSync(folder, { recursive: true });
});
