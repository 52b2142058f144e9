import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aboutRelease } from '../compare/behaviour/about.ts';
import { settler } from '../compare/behaviour/settle.ts';
import { UserError } from '../errors.ts';
import { perTarget, platform } from '../index.ts';
import { kitFile } from '../release/kit/kit.ts';
import { apis, functions } from '../testing/widget.ts';
import { digestOf } from '../xpkg/digest.ts';
import { gunzip } from '../xpkg/gzip.ts';
import { unpackTar } from '../xpkg/tar.ts';
import type { AskedRelease } from '../compare/behaviour/plan-claims.ts';
import { withFolderSettler, withKitSettler } from './kit-settler.ts';
import { widgetFolder } from './testing/widget-folder.ts';

const widgets = resolve(import.meta.dirname, '../testing/widget.ts');

/** Functions that print, end the process or never return, by the name of the claim. */
const unruly = `import { functions as own } from '${widgets}';

const wild = (target) => ({
  ...target,
  compose(context) {
    console.log('{"claim":"settled"}');
    process.stdout.write('without an end');
    if (context.claim.name === 'exits') process.exit(3);
    if (context.claim.name === 'tells') { console.error('out of \\x1b[31mteeth'); process.exit(4); }
    while (context.claim.name === 'endless');
    return target.compose(context);
  },
});
const { local, cloud } = own.widget.targets;
export const functions = { widget: { ...own.widget, targets: { local: wild(local), cloud: wild(cloud) } } };
`;

const toys = platform({
  name: 'toys',
  group: 'toys.example.org',
  registry: 'registry.example.org/toys',
  crossplane: '>=v2.4.0',
  version: '1.2.3',
  apis,
  compositions: async () => ({ compositions: {} }),
  functions: async () => ({ functions }),
  packages: perTarget('toys', ['local', 'cloud']),
});

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'planesmith-settled-')));
const folders: string[] = [scratch];
afterAll(() => folders.forEach((path) => rmSync(path, { recursive: true })));

/** The folder of a kit with these functions. */
async function kitWith(name: string, text: string | undefined): Promise<string> {
  const root = widgetFolder({ ...(text !== undefined && { 'functions/index.ts': text }) });
  folders.push(root);
  const { content } = await kitFile(toys, { root, config: 'planesmith.config.ts', functions, pages: [] });
  for (const entry of await unpackTar(gunzip(content as Uint8Array))) {
    if (entry.type !== 'file') continue;
    const path = join(scratch, name, entry.path.replace('package/', ''));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, entry.content);
  }
  return join(scratch, name);
}

const environments = {
  here: {
    apiVersion: 'apiextensions.crossplane.io/v1beta1',
    kind: 'EnvironmentConfig',
    metadata: { name: 'toys' },
    data: { name: 'here', version: '1' },
  },
};
const cell = (name: string, spec: object = {}) => ({
  claim: { apiVersion: 'toys.example.org/v1alpha1', kind: 'Widget', metadata: { name, namespace: 'team-a' }, spec },
  file: `${name}.yaml`,
  target: 'local',
  environment: 'here',
});

let kit: string;
let wild: string;
beforeAll(async () => {
  kit = await kitWith('kit', undefined);
  wild = await kitWith('wild', unruly);
});

/** What a release says about all of these claims, which are asked for at once. */
async function saysOf({ settle }: AskedRelease, names: readonly string[]): Promise<readonly string[]> {
  const all = await Promise.all(names.map((name) => settle(cell(name))));
  return all.map(
    ({ claim, outcome }) => `${claim}: ${'refusal' in outcome ? `${outcome.reason}: ${outcome.refusal}` : 'settled'}`,
  );
}

const outcomes = (source: string, names: readonly string[], patience = 30) =>
  withKitSettler(source, { environments, examples: [], patience }, (kit) => saysOf(kit, names));

describe('the kit of another release', () => {
  it('settles claims as the same release does in this process, also from what another one left', async () => {
    const here = await settler(toys, { environments });
    const cells = [cell('small'), cell('tall', { teeth: 50, stickers: { red: 'Red' } }), cell('odd', { teeth: 0 })];
    const expected = cells.map((each) => here(each));
    await withKitSettler(
      kit,
      { environments, examples: [cell('small').claim] },
      async ({ settle, about, ...release }) => {
        expect(release).toEqual({ platform: 'toys', version: '1.2.3', group: 'toys.example.org' });
        expect(await about).toEqual(await aboutRelease(toys, [cell('small').claim]));
        const settled = await Promise.all(cells.map((each) => settle(each)));
        expect(settled).toEqual(JSON.parse(JSON.stringify(expected)));
        expect(settled.map(({ outcome }) => 'composed' in outcome)).toEqual([true, true, false]);
        const [, tall] = settled;
        expect(await settle(cells[1]!, tall?.outcome)).toEqual(tall);
      },
    );
  });

  it('may print, and may end at a claim: the others are settled', async () => {
    expect(await outcomes(wild, ['small', 'exits', 'tall', 'tells', 'other'])).toEqual([
      'team-a/small: settled',
      'team-a/exits: failed: its process ends with 3',
      'team-a/tall: settled',
      'team-a/tells: failed: its process ends with 4: out of \\u001b[31mteeth',
      'team-a/other: settled',
    ]);
  });

  it('may never return from a claim: the others are settled', async () => {
    expect(await outcomes(wild, ['small', 'endless', 'tall'], 3)).toEqual([
      'team-a/small: settled',
      'team-a/endless: unsettled: no answer comes within 3 seconds',
      'team-a/tall: settled',
    ]);
  });

  it('may be the platform in a folder, whose functions never return either', async () => {
    const root = widgetFolder({ 'functions/index.ts': unruly });
    folders.push(root);
    const options = { environments, examples: [], patience: 20 };
    const says = withFolderSettler({ root, config: 'planesmith.config.ts' }, options, (own) =>
      saysOf(own, ['small', 'endless', 'tall']),
    );
    expect(await says).toEqual([
      'team-a/small: settled',
      'team-a/endless: unsettled: no answer comes within 20 seconds',
      'team-a/tall: settled',
    ]);
  }, 180_000);

  it('is given up if it ends again and again', async () => {
    const names = Array.from({ length: 7 }, () => 'exits');
    await expect(outcomes(wild, names)).rejects.toThrow(`${wild} ended 5 times, the last time at Widget team-a/exits`);
  });

  it.each([
    {
      reason: 'its program does not know the command',
      program: 'console.error("error: unknown command \'settle\'"); process.exit(2);',
      says: "cannot settle claims: its process ends with 2: error: unknown command 'settle'",
    },
    {
      reason: 'its program never starts',
      program: 'await new Promise((done) => setTimeout(done, 600_000));',
      says: 'cannot settle claims: no answer comes within 3 seconds',
    },
    {
      reason: 'its first answer is none',
      program: `console.log('planesmith-settled {"targets":{"Widget":"local"},"immutable":{},"generated":[]}'); setInterval(() => undefined, 1000);`,
      says: 'does not say what its release has',
    },
    {
      reason: 'its answer is about another claim',
      program: `console.log('planesmith-settled {"targets":{},"immutable":{},"generated":[]}');
console.log('planesmith-settled {"claim":"a/b","outcome":{"refusal":"no","reason":"failed","path":""}}');
setInterval(() => undefined, 1000);`,
      says: 'answers with something that is no state of a claim',
    },
    {
      reason: 'its answer is no JSON',
      program: `console.log('planesmith-settled {"targets":{},"immutable":{},"generated":[]}');
console.log('planesmith-settled {');
setInterval(() => undefined, 1000);`,
      says: 'answers with something that is no state of a claim',
    },
    {
      reason: 'its answer would fill the stack',
      program: `console.log('planesmith-settled {"targets":{},"immutable":{},"generated":[]}');
const lists = '['.repeat(100000) + ']'.repeat(100000);
const xr = '{"apiVersion":"toys.example.org/v1alpha1","kind":"Widget","metadata":{},"spec":' + lists + '}';
const place = '"claim":"team-a/small","kind":"Widget","target":"local","environment":"here"';
console.log('planesmith-settled {' + place + ',"outcome":{"xr":' + xr + ',"composed":[],"unready":[]}}');
setInterval(() => undefined, 1000);`,
      says: 'answers with something that is no state of a claim',
    },
  ])('is refused if $reason', async ({ reason, program, says }) => {
    const folder = await kitWith(reason.replaceAll(' ', '-'), undefined);
    writeFileSync(join(folder, 'kit.mjs'), program);
    const list = JSON.parse(readFileSync(join(folder, 'kit.json'), 'utf8')) as { files: Record<string, string> };
    list.files['kit.mjs'] = digestOf(Buffer.from(program));
    writeFileSync(join(folder, 'kit.json'), JSON.stringify(list));
    const error = await outcomes(folder, ['small'], 3).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toBe(`${folder} ${says}`);
  });
});
