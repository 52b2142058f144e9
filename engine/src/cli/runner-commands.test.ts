/** No result on stdout commands GitHub's runner: the log of a step is read for commands, whatever a claim holds. */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { claim, environment, planesmith, widgetFolder } from './testing/widget-folder.ts';

const hostile = 'first\n::stop-commands::x\n  ::add-mask::small\n##[group]a ###[error]b\n';
const text = JSON.stringify(hostile);
const annotated = claim
  .replace('  namespace:', `  annotations: { note: ${text} }\n  namespace:`)
  .replace('size: large', `stickers: { front: ${text}, ${text}: back }`);
/** What the runner would obey, without the annotations that are meant for it. */
const obeyed = (text: string) =>
  text
    .split('\n')
    .filter((line) => (line.trimStart().startsWith('::') && !/^::error [^:]*::/.test(line)) || line.includes('##['));

describe('in a GitHub Actions run, a result that holds commands to the runner', () => {
  let folder: string;
  beforeAll(() => {
    folder = widgetFolder({
      'apps/claim.yaml': annotated,
      'apps/bad.yaml': claim.replace('name: big', `name: ${JSON.stringify(hostile)}`),
      'apps/kind.yaml': claim.replace('kind: Widget', `kind: ${JSON.stringify(hostile)}`),
      'examples/environments/local.yaml': environment,
      'values.yaml': 'Widget/big: { size: small }\n',
    });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    { args: ['render', 'apps/claim.yaml'], code: 0 },
    { args: ['render', 'apps/claim.yaml', '-o', 'json'], code: 0 },
    { args: ['render', 'apps/claim.yaml', '-o', 'yaml'], code: 0 },
    { args: ['render', 'apps/claim.yaml', '--report'], code: 0 },
    { args: ['overlay', 'apps/claim.yaml', '--values', 'values.yaml'], code: 0 },
    { args: ['validate', 'apps/bad.yaml', 'apps/kind.yaml'], code: 1 },
    { args: ['validate', 'apps/bad.yaml', 'apps/kind.yaml', '-o', 'json'], code: 1 },
    { args: ['validate', 'apps/bad.yaml', 'apps/kind.yaml', '-o', 'yaml'], code: 1 },
    { args: ['explain', hostile], code: 2 },
    { args: ['render', hostile], code: 2 },
    { args: ['render', 'apps/claim.yaml', '--target', hostile], code: 2 },
  ])('is obeyed nowhere: planesmith $args', async ({ args, code }) => {
    const ran = await planesmith(folder, args, { env: { GITHUB_ACTIONS: 'true' } });
    expect({ code: ran.code, obeyed: [...obeyed(ran.stdout), ...obeyed(ran.stderr)] }).toEqual({ code, obeyed: [] });
  });

  it.each(['json', 'yaml', 'text'])('is the same data as before, as %s', async (output) => {
    const args = ['overlay', 'apps/claim.yaml', '--values', 'values.yaml', '-o', output];
    const { stdout } = await planesmith(folder, args, { env: { GITHUB_ACTIONS: 'true' } });
    const first = parseAllDocuments(stdout)[0]?.toJS() as unknown;
    expect(Array.isArray(first) ? (first[0] as unknown) : first).toMatchObject({
      metadata: { annotations: { note: hostile } },
      spec: { size: 'small', stickers: { front: hostile } },
    });
  });
});
