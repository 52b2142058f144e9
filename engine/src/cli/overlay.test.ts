import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { claim, planesmith, widgetFolder } from './testing/widget-folder.ts';

describe('planesmith overlay', () => {
  let folder: string;
  beforeAll(() => {
    folder = widgetFolder({
      'base.yaml': 'Widget/big: { size: small, teeth: 7 }\n',
      'prod.yaml': 'Widget/big: { size: large }\n',
      'huge.yaml': 'Widget/big: { size: huge }\n',
      'written.yaml': 'Widget/big: { crossplane: { resourceRefs: [] } }\n',
      'none.yaml': '# no values yet\n',
      'empty/README.md': 'No claims yet.\n',
      'other.yaml': 'Widget/other: { size: large }\n',
    });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const overlay = (...values: string[]) =>
    planesmith(folder, ['overlay', 'examples/widget.yaml', ...values.flatMap((file) => ['--values', file])]);

  it('judges claims as the flavour of the cluster does', async () => {
    const chosen = widgetFolder({
      'claim.yaml': claim.replace('size: large', 'size: large\n  compositionUpdatePolicy: Manual'),
      'values.yaml': 'Widget/big: { size: small }\n',
    });
    const overlay = ['overlay', 'claim.yaml', '--values', 'values.yaml'];
    const refused = await planesmith(chosen, overlay);
    const accepted = await planesmith(chosen, [...overlay, '--flavour', 'claims']);
    rmSync(chosen, { recursive: true });
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('unknown field') });
    expect(accepted).toMatchObject({ code: 0, stdout: expect.stringContaining('compositionUpdatePolicy: Manual') });
  });

  it('prints the same claims as data', async () => {
    const asYaml = await planesmith(folder, ['overlay', 'examples', '--values', 'prod.yaml']);
    const asJson = await planesmith(folder, ['-o', 'json', 'overlay', 'examples', '--values', 'prod.yaml']);
    const claims = JSON.parse(asJson.stdout) as unknown[];
    expect(claims).toEqual(parseAllDocuments(asYaml.stdout).map((document) => document.toJS() as unknown));
    expect(claims).toContainEqual(expect.objectContaining({ spec: { size: 'large' } }));
  });

  it('keeps documents apart if a file lacks the end of its last line', async () => {
    const open = widgetFolder({
      'claims/a.yaml': claim.trimEnd(),
      'claims/b.yaml': claim.replace('big', 'small'),
      'none.yaml': '',
    });
    const { stdout } = await planesmith(open, ['overlay', 'claims', '--values', 'none.yaml']);
    rmSync(open, { recursive: true });
    expect(stdout).toBe(`---\n${claim}---\n${claim.replace('big', 'small')}`);
  });

  it('merges the values of several files in their order', async () => {
    const { code, stdout, stderr } = await overlay('base.yaml', 'prod.yaml');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^spec:\n {2}size: large\n {2}teeth: 7\n/m);
    expect((await overlay('prod.yaml', 'base.yaml')).stdout).toMatch(/^ {2}size: small$/m);
  });

  it.each([
    {
      reason: 'values of a claim that is not there, in the first of two files',
      values: ['other.yaml', 'prod.yaml'],
      code: 2,
      says: /^error: other\.yaml: there is no claim Widget\/other$/m,
    },
    {
      reason: 'a field that only Crossplane writes',
      values: ['written.yaml'],
      code: 1,
      says: /^written\.yaml:1:\d+: Widget big with written\.yaml: invalid: spec\.crossplane\.resourceRefs: only Crossplane writes this/m,
    },
    {
      reason: 'a folder of values, of which only one could count',
      values: ['examples'],
      code: 2,
      says: /^error: examples: expected a file of values, found a folder$/m,
    },
    {
      reason: 'a first file that is not there',
      values: ['gone.yaml', 'prod.yaml'],
      code: 2,
      says: /^error: gone\.yaml: there is no such file or folder$/m,
    },
    {
      reason: 'a value that the API server would refuse, with all files that were merged',
      values: ['base.yaml', 'huge.yaml'],
      code: 1,
      says: /^huge\.yaml:1:15: Widget big with base\.yaml, huge\.yaml: invalid: spec\.size: Unsupported value: "huge"/m,
    },
  ])('prints no claims if it finds $reason', async ({ values, code, says }) => {
    expect(await overlay(...values)).toEqual({ code, stdout: '', stderr: expect.stringMatching(says) });
  });

  it('shows a terminal no formatting character of a comment', async () => {
    writeFileSync(join(folder, 'commented.yaml'), `# \u202e2J\r\n${claim.replaceAll('\n', '\r\n')}`);
    const args = ['overlay', 'commented.yaml', '--values', 'none.yaml'];
    const nodeOptions = ['--import', 'data:text/javascript,process.stdout.isTTY = true'];
    const { stdout } = await planesmith(folder, args, { nodeOptions });
    expect(stdout).toBe(`---\n# \\u202e2J\n${claim}`);
    expect((await planesmith(folder, args)).stdout).toContain('# \u202e2J\r\n');
  });

  it.each([
    {
      reason: 'there is no claim, as in a folder without manifests',
      args: ['empty', '--values', 'none.yaml'],
      says: /^error: there is nothing to print in empty\n/,
    },
    {
      reason: 'claims and values both come from standard input',
      args: ['-', '--values', '-'],
      says: /^error: standard input can be read only once\n/,
    },
  ])('prints nothing and exits with 2 if $reason', async ({ args, says }) => {
    const result = await planesmith(folder, ['overlay', ...args]);
    expect(result).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(says) });
  });
});
