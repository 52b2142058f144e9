import { describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { withEntry } from './index-entry.ts';

const entry = {
  file: 'apis/index.ts',
  list: 'apis',
  module: './dev-fence.ts',
  key: 'dev-fence',
  identifier: 'devFence',
};

describe('an index with one more entry', () => {
  it.each([
    {
      reason: 'a list on several lines',
      text: "import { a } from './a.ts';\n\nexport const apis = {\n  a,\n} satisfies X;\n",
      list: "export const apis = {\n  a,\n  'dev-fence': devFence,\n} satisfies X;\n",
    },
    {
      reason: 'a list on one line',
      text: "import { a } from './a.ts';\nexport const apis = { a };\n",
      list: "export const apis = { a,\n  'dev-fence': devFence };\n",
    },
    {
      reason: 'an empty list',
      text: 'export const apis = {};\n',
      list: "export const apis = {\n  'dev-fence': devFence,\n};\n",
    },
    {
      reason: 'braces in texts, comments and values',
      text: "export const apis: Record<string, A> = {\n  // }\n  a: { b: '}' },\n};\n",
      list: "  a: { b: '}' },\n  'dev-fence': devFence,\n};\n",
    },
  ])('has it at the end of $reason', ({ text, list }) => {
    const extended = withEntry(text, entry);
    expect(extended).toContain(list);
    expect(extended).toContain("import { devFence } from './dev-fence.ts';\n");
  });

  it('has a key without quotes if it needs none, as every formatter of code leaves it', () => {
    const named = { ...entry, module: './class.ts', key: 'class', identifier: 'classApi' };
    expect(withEntry('export const apis = {\n  a,\n};\n', named)).toContain('  a,\n  class: classApi,\n');
  });

  it('has the import behind the others, or behind the first comment', () => {
    const after = withEntry("/** List. */\nimport {\n  a,\n} from 'a';\n\nexport const apis = { a };\n", entry);
    expect(after).toMatch(/^\/\*\* List\. \*\/\nimport \{\n {2}a,\n\} from 'a';\nimport \{ devFence \}/);
    expect(withEntry('/** List. */\nexport const apis = {};\n', entry)).toMatch(
      /^\/\*\* List\. \*\/\nimport \{ devFence \}/,
    );
  });

  it.each(['export default {};\n', 'export const apis = make({});\n', 'export const apis = {\n'])(
    'is refused if the list has another form: %j',
    (text) => {
      expect(() => withEntry(text, entry)).toThrow(UserError);
      expect(() => withEntry(text, entry)).toThrow('apis/index.ts has no `export const apis = { … }`');
    },
  );
});
