import { rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { UserError } from '../errors.ts';
import { perTarget, platform } from '../index.ts';
import type { Handler } from '../runtime/index.ts';
import { grpcServer } from '../serve/grpc/server.ts';
import { type RunningServer, serve } from '../serve/index.ts';
import { Composition } from '../synth/index.ts';
import { apis, functions } from '../testing/widget.ts';
import { stepsOfOthers } from './steps-of-others.ts';
import { claim, environment, planesmith, widgetFolder } from './testing/widget-folder.ts';

const quota = "{ package: 'registry.example.org/acme/function-quota', version: 'v1.2.3' }";
const compositions = `import { Composition } from 'planesmith/synth';
import { widget as api } from '../widget.ts';

const widget = (scope, props) => {
  new Composition(scope, 'composition', { api, ...props })
    .before({ step: 'quota', function: ${quota} })
    .after({ step: 'paint', functionRef: { name: 'acme-paint' } });
};
export const compositions = { widget };
`;
const widgets = `export { widget } from '${join(import.meta.dirname, '../testing/widget.ts')}';\n`;
const files = {
  'widget.ts': widgets,
  'compositions/index.ts': compositions,
  'greedy.yaml': claim.replace('size: large', 'size: small').replace('big', 'greedy'),
  'examples/environments/dev.yaml': `${environment.replace('name: local', 'name: dev')}  cloud: { region: moon }\n`,
};

interface Printed {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
}

const printed = (text: string) => parseAllDocuments(text).map((document) => (document as { toJS(): Printed }).toJS());

/** Refuses small widgets, and lets every other one have a can of paint and a label. */
const painter: Handler = ({ meta, desired, observed }) => {
  const isSmall = observed?.composite?.resource?.['spec']?.size === 'small';
  const can = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'paint' } };
  const { gear, ...rest } = desired?.resources ?? {};
  const labelled = gear && {
    ...gear,
    resource: { ...gear.resource, metadata: { ...gear.resource?.['metadata'], labels: { colour: 'red' } } },
  };
  return {
    meta: { tag: meta?.tag ?? '' },
    desired: {
      composite: desired?.composite,
      resources: {
        ...rest,
        ...(labelled && { gear: labelled }),
        paint: { resource: can, connectionDetails: {}, ready: 1 },
      },
    },
    results: isSmall ? [{ severity: 1, message: 'too small to paint' }] : [{ severity: 3, message: 'painted' }],
    requirements: undefined,
    conditions: [],
  };
};

const quiet = () => undefined;
const skipped = (step: string, name: string) =>
  `skipped: step ${step} (${name}); --function ${step}=HOST:PORT runs it\n`;
const bothSkipped = skipped('quota', 'acme-function-quota') + skipped('paint', 'acme-paint');

describe('a Composition with steps of others', () => {
  let folder: string;
  let server: RunningServer;
  beforeAll(async () => {
    folder = widgetFolder(files);
    server = await serve(painter, { address: '127.0.0.1:0', healthAddress: 'off', insecure: true }, quiet);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await server.close();
  });
  const render = (...args: string[]) =>
    planesmith(folder, ['render', '--environment', 'examples/environments/local.yaml', ...args]);

  it('is rendered without these steps, and a line names each', async () => {
    const { code, stdout, stderr } = await render('examples/widget.yaml');
    expect({ code, kinds: printed(stdout).map(({ kind }) => kind) }).toEqual({ code: 0, kinds: ['Widget', 'Gear'] });
    expect(stderr).toContain(bothSkipped);
    expect(stderr).toMatch(/1 rendered, 0 refused\n$/);
  });

  it('is rendered with those whose address is given, and a fatal result of one is a refusal', async () => {
    const { code, stdout, stderr } = await render('examples', 'greedy.yaml', '--function', `paint=${server.address}`);
    expect(code).toBe(1);
    const [, gear, paint] = printed(stdout);
    expect(gear).toMatchObject({ kind: 'Gear', metadata: { labels: { colour: 'red' } } });
    expect(paint).toMatchObject({ kind: 'ConfigMap', metadata: { name: 'paint' } });
    expect(stderr).toBe(
      [
        skipped('quota', 'acme-function-quota').trimEnd(),
        'examples/widget.yaml:1:1: Widget big: 2 resources, 1 later: connection-secret',
        '  Normal (step paint): painted',
        'greedy.yaml:1:1: Widget greedy: fatal: step paint: too small to paint',
        'later resources are shown with --complete',
        '1 rendered, 1 refused',
        '',
      ].join('\n'),
    );
  });

  it('is checked as the steps leave it', async () => {
    const args = ['check', '-o', 'json', '--function', `paint=${server.address}`];
    const { code, stdout, stderr } = await planesmith(folder, args);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `${skipped('quota', 'acme-function-quota')}3 combinations checked, 1 refused, 0 findings\n`,
    });
    const [cell] = JSON.parse(stdout) as { resources: { key: string; object: Printed }[] }[];
    expect(cell?.resources.map(({ key, object }) => [key, object.metadata.labels])).toContainEqual([
      'gear',
      { colour: 'red' },
    ]);
  });

  it('is not rendered if a function cannot answer, which is no finding', async () => {
    const other = createServer(grpcServer({}, { maxMessageBytes: 1, log: quiet, refused: quiet }).accept);
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = `127.0.0.1:${(other.address() as AddressInfo).port}`;
    const { code, stdout, stderr } = await render('examples/widget.yaml', '--function', `paint=${address}`);
    other.close();
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: step paint: what listens at ${address} is no composition function\n  hint: check the address\n`,
    });
  });
});

describe('--function', () => {
  const toys = platform({
    name: 'toys',
    group: 'toys.example.org',
    registry: 'registry.example.org/toys',
    crossplane: '>=v2.4.0',
    version: '1.2.3',
    apis,
    compositions: async () => ({
      compositions: {
        widget: (scope, props) => {
          new Composition(scope, 'composition', { api: apis.widget, ...props }).after({
            step: 'paint',
            functionRef: { name: 'acme-paint' },
          });
        },
      },
    }),
    functions: async () => ({ functions }),
    packages: perTarget('toys', ['local']),
  });

  it.each([
    { value: ['paint'], says: 'expected the name of a step and an address', reason: 'half of it' },
    {
      value: ['paint=http://x:1'],
      says: 'expected the name of a step and an address',
      reason: 'the address of a page',
    },
    { value: ['paint=:9443'], says: 'expected the name of a step and an address', reason: 'an address to listen on' },
    {
      value: ['piant=127.0.0.1:1'],
      says: 'no Composition has such a step, did you mean paint?',
      reason: 'a misspelt step',
    },
    { value: ['compose=127.0.0.1:1'], says: 'no Composition has such a step', reason: "the platform's own step" },
    { value: ['paint=127.0.0.1:1', 'paint=127.0.0.1:2'], says: 'is given twice', reason: 'two addresses' },
  ])('is refused with $says: $reason', async ({ value, says }) => {
    const refused = stepsOfOthers(toys, value);
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow(says);
    await expect(refused).rejects.toMatchObject({ hint: expect.any(String) });
  });
});
