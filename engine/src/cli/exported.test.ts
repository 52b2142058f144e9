import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { config, planesmith, widgetFolder } from './testing/widget-folder.ts';

const list = `import { UserError } from 'planesmith/authoring';

export const exporter = (claims) => {
  if (claims.length > 1) throw new UserError('the list has one claim only');
  const spec = { items: claims.flatMap(({ objects }) => objects.map(({ metadata }) => metadata.name)) };
  return {
    objects: claims.map(({ claim }) => ({ apiVersion: 'v1', kind: 'List', metadata: { name: claim.metadata.name }, spec })),
    notes: ['print it twice'],
  };
};
`;
const registered = "exporters: { list: () => import('./list.ts'), empty: () => import('./empty.ts') },\n  functions:";

describe('planesmith render --as', () => {
  let folder: string;
  beforeAll(() => {
    folder = widgetFolder({
      'planesmith.config.ts': config.replace('functions:', registered),
      'bare.config.ts': config,
      'list.ts': list,
      'empty.ts': 'export const nothing = 1;\n',
    });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const render = (...args: readonly string[]) => planesmith(folder, ['render', 'examples/widget.yaml', ...args]);

  it('prints what an exporter of the platform makes of claims, and its notes beside it', async () => {
    const { code, stdout, stderr } = await render('--as', 'list', '-o', 'json');
    expect({ code, stdout: JSON.parse(stdout) as unknown }).toEqual({
      code: 0,
      stdout: [{ apiVersion: 'v1', kind: 'List', metadata: { name: 'big' }, spec: { items: ['big-widget'] } }],
    });
    expect(stderr).toMatch(/^print it twice$/m);
  });

  it.each([
    {
      args: ['--as', 'lists'],
      says: 'there is no exporter lists, did you mean list?',
      hint: 'the exporters are list, empty',
      reason: 'a name that is not registered',
    },
    {
      args: ['--as', 'list', '--config', 'bare.config.ts'],
      says: 'there is no exporter list',
      hint: 'the platform registers none: see `exporters` in planesmith.config.ts',
      reason: 'a platform without exporters',
    },
    {
      args: ['--as', 'empty'],
      says: 'cannot load the exporter empty (empty.ts:1): there is no export `exporter`',
      hint: 'write `export const exporter = …` in this file',
      reason: 'a file without one',
    },
    {
      args: ['--as', 'list', 'examples/widget.yaml'],
      says: 'the list has one claim only',
      hint: undefined,
      reason: 'what the exporter itself refuses',
    },
  ])('is refused: $reason', async ({ args, says, hint }) => {
    expect(await render(...args)).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: ${says}\n${hint === undefined ? '' : `  hint: ${hint}\n`}`,
    });
  });
});
