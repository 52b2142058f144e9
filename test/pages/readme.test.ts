/** Whatever the README says is done here. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { blocks, commands, excerpt, planesmith, root, textOf } from './page.ts';

const text = textOf('README.md');
const [claim = '', becomes = ''] = blocks(text, 'yaml');

describe('the README', () => {
  it('is read in a minute', () => {
    expect(text.replaceAll(/^```[^]*?^```/gm, '').split(/\s+/).length).toBeLessThan(500);
    expect(text.split('\n').length).toBeLessThan(150);
  });

  it('shows a part of an API as it is', () => {
    const [code = ''] = blocks(text, 'ts');
    expect(dedented(textOf('apis/database.ts'))).toContain(dedented(code));
    expect(code.trim().split('\n').length).toBeLessThanOrEqual(15);
  });

  it('shows the claim of the example, in at most ten lines', () => {
    expect(claim).toBe(textOf('examples/database.yaml'));
    expect(claim.trim().split('\n').length).toBeLessThanOrEqual(10);
  });

  it('shows what the claim becomes, by the command that it names', async () => {
    const [, render = ''] = /^npx planesmith (render .*)$/m.exec(text) ?? [];
    const { stdout } = await planesmith(...render.split(' '));
    expect(stdout).toMatch(excerpt(becomes));
  });

  it('has one command for the main job and one for the tests, after the installation', () => {
    expect(commands(text).filter((command) => command.startsWith('npm'))).toEqual([
      'npm ci && npm start',
      'npm ci && npm test',
    ]);
  });

  it('shows what `npm start` prints', async () => {
    const [output = ''] = blocks(text, '');
    const { stdout, stderr } = await promisify(execFile)('npm', ['start', '--silent'], { cwd: root });
    const isMessage = (line: string) => line.startsWith('… valid');
    const lines = output.split('\n');
    expect(stdout).toMatch(excerpt(lines.filter((line) => !isMessage(line)).join('\n')));
    expect(stderr).toMatch(excerpt(lines.find(isMessage)!));
    expect(stdout).toMatch(/^ {2}platform-functions-/m);
  });

  it('shows how the tests end', () => {
    expect(text).toContain('`… passed, 0 failed, … skipped`');
    expect(textOf('test/closing-line.ts')).toMatch(/\} passed, \$\{.*\} failed, \$\{.*\} skipped`/);
  });
});

function dedented(code: string): string {
  return code
    .split('\n')
    .map((line) => line.trim())
    .join('\n');
}
