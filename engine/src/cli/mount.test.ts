import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { claim, planesmith, widgetFolder } from './testing/widget-folder.ts';

describe('planesmith mount', () => {
  let folder: string;
  beforeAll(() => {
    const aliased = claim.replace('size: large', 'size: large\n  connectionSecret: { keyAliases: { PGHOST: host } }');
    // A key of the API wins over an alias of its name (compose/connection-secret.ts).
    const ignored = aliased.replace('PGHOST: host', 'PGHOST: host, port: host');
    folder = widgetFolder({
      'aliased.yaml': aliased,
      'ignored.yaml': ignored,
      'two.yaml': `${claim}---\n${claim.replace('big', 'small')}`,
    });
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const mount = (...args: string[]) => planesmith(folder, ['mount', ...args]);
  const variables = (text: string) =>
    (parse(text) as Pod).containers.flatMap(({ env }) =>
      env.map(({ name, valueFrom: { secretKeyRef } }) => `${name}=${secretKeyRef.name}/${secretKeyRef.key}`),
    );

  it('prints a variable for each key', async () => {
    const { code, stdout } = await mount('examples/widget.yaml');
    expect(code).toBe(0);
    expect(variables(stdout)).toEqual([
      'BIG_HOST=big-widget/host',
      'BIG_PORT=big-widget/port',
      'BIG_USERNAME=big-widget/username',
      'BIG_PASSWORD=big-widget/password',
    ]);
  });

  it('names a variable by the alias of its key', async () => {
    expect(variables((await mount('aliased.yaml')).stdout)).toContain('PGHOST=big-widget/PGHOST');
  });

  it('leaves no key out because an alias has its name', async () => {
    expect(variables((await mount('ignored.yaml')).stdout)).toEqual([
      'PGHOST=big-widget/PGHOST',
      'BIG_PORT=big-widget/port',
      'BIG_USERNAME=big-widget/username',
      'BIG_PASSWORD=big-widget/password',
    ]);
  });

  it('prints a volume, and the same as data', async () => {
    const { stdout } = await mount('examples/widget.yaml', '--as', 'volume');
    expect(parse(stdout)).toEqual({
      containers: [
        {
          name: 'app',
          volumeMounts: [{ name: 'big-widget', mountPath: '/etc/secrets/big-widget', readOnly: true }],
        },
      ],
      volumes: [{ name: 'big-widget', secret: { secretName: 'big-widget' } }],
    });
    const data = await mount('examples/widget.yaml', '--as', 'volume', '-o', 'json');
    expect(JSON.parse(data.stdout)).toEqual(parse(stdout));
  });

  it('prints what `validate` accepts beside the claim', async () => {
    const { stdout } = await mount('aliased.yaml', '-o', 'json');
    const pod = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: JSON.parse(stdout) });
    const judged = await planesmith(folder, ['validate', 'aliased.yaml', '-'], { stdin: pod });
    expect(judged).toMatchObject({ code: 0, stderr: expect.stringContaining('1 other document ignored') });
    const misspelt = await planesmith(folder, ['validate', 'aliased.yaml', '-'], {
      stdin: pod.replace('"PGHOST"}', '"PGHOTS"}'),
    });
    expect(misspelt).toMatchObject({ code: 1, stdout: expect.stringContaining('did you mean "PGHOST"?') });
  });

  it('takes one claim', async () => {
    expect(await mount('two.yaml')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('two.yaml: expected one claim, found 2'),
    });
  });
});

interface Pod {
  readonly containers: readonly {
    readonly env: readonly {
      readonly name: string;
      readonly valueFrom: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
    }[];
  }[];
}
