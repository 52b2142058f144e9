/** Whatever lies where a command line or a platform has a file: each command ends, with one sentence and exit code 2. */
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { File } from '../files.ts';
import { madeApp, madeCluster, madeSource, madeVersion } from '../gitops/testing/made-fleet.ts';
import { toyCrd } from '../models/testing/toy-crd.ts';
import { claim, planesmith, widgetFolder } from './testing/widget-folder.ts';

/** What may lie there, and how it is made. */
const hostile: Readonly<Record<string, (path: string) => void>> = {
  'a FIFO': (path) => execFileSync('mkfifo', [path]),
  'a device without an end': (path) => symlinkSync('/dev/zero', path),
  'a link to itself': (path) => symlinkSync(path, path),
  'a link to nothing': (path) => symlinkSync('nowhere', path),
  'an empty folder': (path) => mkdirSync(path),
  'a program': (path) => copyFileSync('/bin/true', path),
  'UTF-16': (path) => writeFileSync(path, Buffer.from(`\uFEFF${claim}`, 'utf16le')),
  'Latin 1': (path) => writeFileSync(path, Buffer.from('name: caf\xE9\n', 'latin1')),
  '64 KB of brackets': (path) => writeFileSync(path, '['.repeat(64 << 10)),
  '64 KB of aliases': (path) => writeFileSync(path, aliases()),
  'three GiB of nothing': (path) => {
    writeFileSync(path, '');
    truncateSync(path, 3 * 2 ** 30);
  },
  'nothing at all': (path) => writeFileSync(path, ''),
  'a list': (path) => writeFileSync(path, '- 1\n- {}\n'),
  'an object of other types': (path) =>
    writeFileSync(path, 'apiVersion: 3\nkind: [a]\nmetadata: 7\nspec: x\ndata: 5\n'),
};

/** Anchors that each stand for nine of the last one. */
function aliases(): string {
  const lines = Array.from({ length: 1200 }, (_, at) => `a${at + 1}: &a${at + 1} [${Array(9).fill(`*a${at}`)}]`);
  return ['a0: &a0 [x, x, x, x, x, x, x, x, x]', ...lines].join('\n');
}

/** A command line in which `@` at the end of a word stands for the path, or that reads a file by its usual name. */
interface Command {
  readonly args: string;
  readonly file?: string;
  /** What lies there for this command. @default one after the other */
  readonly meets?: string;
  /** What this command may read without a word. */
  readonly takes?: readonly string[];
}

const emptyText = ['an empty folder', 'nothing at all'];
const commands: readonly Command[] = [
  { args: 'validate @', takes: ['an object of other types'] },
  { args: 'validate examples/widget.yaml --values @', takes: emptyText },
  { args: 'overlay examples/widget.yaml --values @', takes: emptyText },
  { args: 'overlay @' },
  { args: 'render @' },
  { args: 'render examples/widget.yaml --environment @' },
  { args: 'render examples/widget.yaml --observed @', takes: emptyText },
  { args: 'mount @' },
  { args: 'explain Widget.spec.size --environment @' },
  { args: 'build --base @ --out elsewhere' },
  { args: 'compare @' },
  { args: 'plan @ --against nowhere' },
  { args: 'migrate @ --to namespaced' },
  { args: 'migrate examples --to namespaced --live @' },
  { args: 'bump toys@v1.1.0 --crds @' },
  { args: 'sign nowhere --key @' },
  { args: 'push @' },
  { args: 'bundle air --airgap --dist @' },
  { args: 'gitops publish @' },
  { args: 'gitops build @' },
  { args: 'promote 1.2.3 --cluster a --fleet @' },
  { args: 'retire 1.2.3 --dump @' },
  { args: 'preflight --dump @' },
  { args: 'verify @' },
  { args: '--config @ validate examples', meets: 'a device without an end' },
  { args: '--platform @ validate examples' },
  { args: 'init @ --group a.example.org --registry r.example.org/a', meets: 'a FIFO' },
  { args: 'lock --check', file: 'planesmith.lock.yaml', meets: 'a link to nothing' },
  { args: 'bump toys@v1.1.0 --crds crd.json', file: 'planesmith.lock.yaml' },
  { args: 'check', file: 'examples/widget.yaml' },
  { args: 'start', file: 'examples/widget.yaml', meets: 'a link to nothing' },
  { args: 'build --out elsewhere', file: 'examples/environments/local.yaml' },
  { args: 'validate examples', file: 'functions/models/models.lock.json' },
  { args: 'gitops inventory gitops --dump dev=@' },
  { args: 'gitops check gitops', file: 'gitops/clusters/dev.yaml' },
  { args: 'gitops check gitops', file: 'gitops/apps/shop.yaml' },
  { args: 'gitops check gitops --claims shop=shop', file: 'gitops/facts/dev/environment.yaml' },
  { args: 'gitops check gitops --claims shop=shop', file: 'gitops/facts/dev/environment.yaml', meets: 'Latin 1' },
  { args: 'gitops check gitops --claims shop=shop', file: 'gitops/facts/dev/environment.yaml', meets: 'a list' },
  { args: 'gitops build gitops --out elsewhere', file: 'gitops/fleet.yaml', meets: 'Latin 1' },
  { args: 'promote 0.1.0 --cluster dev', file: 'gitops/promotion.yaml' },
  { args: 'promote 0.1.0 --cluster dev', file: 'gitops/promotion.yaml', meets: 'UTF-16' },
  { args: 'promote 0.1.0 --cluster dev', file: 'gitops/evidence/dev/0.1.0.yaml' },
  { args: 'promote 0.1.0 --cluster dev', file: 'gitops/keys/release.pub' },
  { args: 'overlay app', file: 'app/values.local.yaml', takes: emptyText },
  { args: 'overlay app --write', file: 'app/claims/widget.yaml', meets: 'a FIFO' },
  { args: 'overlay app --check', file: 'app/environments/local/claims.yaml', meets: 'a device without an end' },
  { args: 'overlay app --write', file: 'app/environments/local/claims.yaml', meets: 'a link to nothing' },
  { args: 'plan examples --live @' },
  { args: 'compare nowhere', file: 'approvals.yaml', takes: emptyText },
  { args: 'smoke --claims @' },
];

const fleet: readonly File[] = [
  madeSource,
  madeCluster('dev', { facts: 'facts/dev/environment.yaml' }),
  madeApp('shop'),
  ...madeVersion('0.1.0'),
  { path: 'facts/dev/environment.yaml', content: '' },
  { path: 'keys/release.pub', content: '' },
  { path: 'promotion.yaml', content: 'key: keys/release.pub\nminimumAge: 0m\nalerts: { source: alerts.json }\n' },
];

describe('where a file should be', () => {
  let folder: string;
  const names = Object.keys(hostile);
  const pathOf = (name: string) => `hostile/${name.replaceAll(/\W/g, '-')}.yaml`;
  beforeAll(async () => {
    folder = widgetFolder({
      'planesmith.lock.yaml':
        'providers: [{ name: toys, image: r.example.org/toys, version: v1.0.0, digest: unresolved }]\n',
      'functions/kinds/all.ts': "import '../models/toy.example.org/v1/widget.ts';\n",
      'crd.json': JSON.stringify(toyCrd()),
      'app/claims/widget.yaml': claim,
      'app/values.local.yaml': '',
      ...Object.fromEntries(fleet.map(({ path, content }) => [`gitops/${path}`, String(content)])),
    });
    mkdirSync(join(folder, 'hostile'));
    for (const [name, make] of Object.entries(hostile)) make(join(folder, pathOf(name)));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  // Each command meets one of all that may lie there, and each of these several commands.
  const cells = commands.map((command, at) => {
    const fitting = names.filter((name) => command.takes?.includes(name) !== true);
    return { ...command, name: command.meets ?? fitting[at % fitting.length] ?? '' };
  });

  it.each(cells)('there is $name: $args', async ({ args, file, name }) => {
    const restore = file === undefined ? () => {} : replacedBy(join(folder, pathOf(name)), join(folder, file));
    const words = args.split(' ').map((word) => word.replace(/@$/, pathOf(name)));
    const ran = await planesmith(folder, words).finally(restore);
    expect(ran.stderr).toContain(file ?? pathOf(name));
    expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^error: /m) });
    expect(ran.stderr).not.toMatch(/^\s+at /m);
    expect(ran.stderr.length).toBeLessThan(2000);
  });
});

/** Puts a link to `target` in the place of a file, and returns what puts the file back. */
function replacedBy(target: string, file: string): () => void {
  mkdirSync(dirname(file), { recursive: true });
  const saved = `${file}.saved`;
  const isThere = existsSync(file);
  if (isThere) renameSync(file, saved);
  symlinkSync(target, file);
  return () => {
    rmSync(file);
    if (isThere) renameSync(saved, file);
  };
}
