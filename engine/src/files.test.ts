import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from './errors.ts';
import { addFiles, replaceFiles, textIn, writeTree } from './files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'planesmith-files-'));
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist/old'), 'old');
});
afterEach(() => rmSync(folder, { recursive: true }));

const program = (call: string) =>
  `import { addFiles, withScratch, writeTree } from '${join(import.meta.dirname, 'files.ts')}';\n${call}`;
/** It takes many seconds to write them. */
const endless = "const files = Array.from({ length: 1e5 }, (_, index) => ({ path: 'new/' + index, content: 'x' }));";

describe('writing a folder', () => {
  it('replaces it by exactly the files', async () => {
    await writeTree(join(folder, 'dist'), [{ path: 'a/new', content: 'new' }]);
    expect(readdirSync(folder)).toEqual(['dist']);
    expect(readdirSync(join(folder, 'dist'), { recursive: true })).toEqual(['a', 'a/new']);
  });

  it.each([
    { signal: 'SIGINT', call: `${endless} await writeTree('dist', files);`, reason: 'Ctrl-C' },
    { signal: 'SIGTERM', call: `${endless} await writeTree('dist', files);`, reason: 'the end of a CI run' },
    { signal: 'SIGHUP', call: `${endless} await writeTree('dist', files);`, reason: 'a closed terminal' },
    {
      signal: 'SIGTERM',
      call: "await withScratch('a-', () => withScratch('b-', () => new Promise((done) => setTimeout(done, 1e5))));",
      reason: 'a folder within another one',
    },
  ] as const)('leaves nothing behind and the old one as it was, after $signal: $reason', async ({ signal, call }) => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program(call)], { cwd: folder });
    await expect.poll(() => readdirSync(folder).length, { timeout: 20_000 }).toBeGreaterThan(1);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([null, signal]);
    expect(readdirSync(folder)).toEqual(['dist']);
    expect(readFileSync(join(folder, 'dist/old'), 'utf8')).toBe('old');
  });
});

describe('adding files to a folder', () => {
  const changes = {
    created: [{ path: 'new/deep/file', content: 'new' }],
    changed: [{ path: 'dist/old', content: 'changed' }],
  };
  const all = () => readdirSync(folder, { recursive: true }).toSorted();

  it('makes the new ones and replaces the others', async () => {
    await addFiles(folder, changes, () => Promise.resolve());
    expect(all()).toEqual(['dist', 'dist/old', 'new', 'new/deep', 'new/deep/file']);
    expect(readFileSync(join(folder, 'dist/old'), 'utf8')).toBe('changed');
  });

  it('also where files cannot have a second name, and then leaves alone what is there', () => {
    const withoutLinks = `import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
fs.linkSync = () => { throw Object.assign(new Error('EPERM: operation not permitted, link'), { code: 'EPERM', syscall: 'link' }); };
syncBuiltinESMExports();
`;
    const call = (created: string) =>
      `await addFiles('.', { created: [{ path: '${created}', content: 'new' }], changed: [{ path: 'dist/old', content: 'changed' }] }, async () => {});`;
    const run = (created: string) => {
      const text = `${withoutLinks}${program(call(created))
        .replace('import {', 'const {')
        .replace(/} from '(.*)';/, "} = await import('$1');")}`;
      return spawnSync(process.execPath, ['--input-type=module', '--eval', text], { cwd: folder, encoding: 'utf8' });
    };
    expect(run('new/file').stderr).toBe('');
    expect(all()).toEqual(['dist', 'dist/old', 'new', 'new/file']);
    expect(readFileSync(join(folder, 'dist/old'), 'utf8')).toBe('changed');
    writeFileSync(join(folder, 'dist/old'), 'as it was');
    writeFileSync(join(folder, 'new/file'), 'of another run');
    expect(run('new/file').stderr).toContain('EEXIST');
    expect(readFileSync(join(folder, 'new/file'), 'utf8')).toBe('of another run');
    expect(readFileSync(join(folder, 'dist/old'), 'utf8')).toBe('as it was');
  });

  it('puts a whole file in the place of a changed one, so that a full disk cannot leave a part of it', async () => {
    linkSync(join(folder, 'dist/old'), join(folder, 'same'));
    await addFiles(folder, { created: [], changed: changes.changed }, () => Promise.resolve());
    expect(readFileSync(join(folder, 'dist/old'), 'utf8')).toBe('changed');
    expect(readFileSync(join(folder, 'same'), 'utf8')).toBe('old');
  });

  it.each([
    { reason: 'the last step fails', changes, finish: () => Promise.reject(new Error('no model')), says: 'no model' },
    {
      reason: 'a file exists',
      changes: { ...changes, created: [...changes.created, { path: 'dist/old', content: 'x' }] },
      finish: () => Promise.resolve(),
      says: 'cannot write into',
    },
  ])('leaves all as it was if $reason', async ({ changes: attempted, finish, says }) => {
    await expect(addFiles(folder, attempted, finish)).rejects.toThrow(says);
    expect(all()).toEqual(['dist', 'dist/old']);
    expect(readFileSync(join(folder, 'dist/old'), 'utf8')).toBe('old');
  });
});

describe('adding files while something else happens', () => {
  const adding = (path: string, content: string, finish: string) =>
    program(`await addFiles('.', {
      created: [{ path: '${path}', content: ${content} }], changed: [{ path: 'dist/old', content: 'changed' }],
    }, ${finish});`);
  const all = () => readdirSync(folder, { recursive: true }).toSorted();

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('leaves all as it was if %s ends the last step', async (signal) => {
    const last = 'async () => { console.log("placed"); await new Promise((done) => setTimeout(done, 1e5)); }';
    const child = spawn(process.execPath, ['--input-type=module', '--eval', adding('new/deep/file', "'new'", last)], {
      cwd: folder,
    });
    await once(child.stdout, 'data');
    expect(readFileSync(join(folder, 'new/deep/file'), 'utf8')).toBe('new');
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([null, signal]);
    expect(all()).toEqual(['dist', 'dist/old']);
    expect(readFileSync(join(folder, 'dist/old'), 'utf8')).toBe('old');
  });

  it('leaves no part of a new file that the disk does not take', () => {
    const script = adding('dist/more', "'x'.repeat(1e5)", 'async () => undefined');
    // The shell takes only files of few blocks, and Node hears of it as of a full disk.
    const shell = 'trap "" XFSZ; ulimit -f 8; exec "$0" --input-type=module --eval "$1"';
    const { status, stderr } = spawnSync('sh', ['-c', shell, process.execPath, script], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('cannot write into') });
    expect(all()).toEqual(['dist', 'dist/old']);
  });

  it('leaves the files of another run in a folder that it has made', async () => {
    const created = [{ path: 'new/deep/file', content: 'new' }];
    const finish = () => {
      writeFileSync(join(folder, 'new/theirs'), 'theirs');
      return Promise.reject(new Error('no model'));
    };
    await expect(addFiles(folder, { created, changed: [] }, finish)).rejects.toThrow('no model');
    expect(all()).toEqual(['dist', 'dist/old', 'new', 'new/theirs']);
  });

  it('says that a file to change has gone', async () => {
    const changed = [{ path: 'gone', content: 'new' }];
    await expect(addFiles(folder, { created: [], changed }, () => Promise.resolve())).rejects.toThrow(UserError);
  });
});

describe('replacing files', () => {
  it('replaces all of them, behind links and with their modes, and leaves nothing beside them', async () => {
    mkdirSync(join(folder, 'claims'));
    writeFileSync(join(folder, 'claims/a'), 'old', { mode: 0o640 });
    writeFileSync(join(folder, 'b'), 'old');
    symlinkSync('claims/a', join(folder, 'link'));
    await replaceFiles([
      { path: join(folder, 'link'), content: 'new a' },
      { path: join(folder, 'b'), content: 'new b' },
    ]);
    expect(readFileSync(join(folder, 'claims/a'), 'utf8')).toBe('new a');
    expect(statSync(join(folder, 'claims/a')).mode & 0o777).toBe(0o640);
    expect(readFileSync(join(folder, 'b'), 'utf8')).toBe('new b');
    expect(readdirSync(folder).filter((name) => name !== 'dist')).toEqual(['b', 'claims', 'link']);
    expect(readdirSync(join(folder, 'claims'))).toEqual(['a']);
  });

  it.each([
    { reason: 'the last one is gone', last: 'gone' },
    { reason: 'the last one is a folder', last: 'dist' },
  ])('replaces none if $reason', async ({ last }) => {
    writeFileSync(join(folder, 'a'), 'old');
    const files = ['a', last].map((name) => ({ path: join(folder, name), content: 'new' }));
    await expect(replaceFiles(files)).rejects.toThrow(UserError);
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('old');
    expect(readdirSync(folder).toSorted()).toEqual(['a', 'dist']);
  });
});

describe('the text of a file', () => {
  it.each([
    { reason: 'a folder has its name', make: (file: string) => mkdirSync(file), says: 'is not a file' },
    { reason: 'it may never end', make: (file: string) => symlinkSync('/dev/zero', file), says: 'is not a file' },
    {
      reason: 'a link leads nowhere',
      make: (file: string) => symlinkSync('nowhere', file),
      says: 'is a link that leads to nothing',
    },
    { reason: 'nobody writes', make: (file: string) => execFileSync('mkfifo', [file]), says: 'is not a file' },
    {
      reason: 'it fills the memory',
      make: (file: string) => {
        writeFileSync(file, '');
        truncateSync(file, 2 ** 40);
      },
      says: 'is larger than 8 MiB',
    },
    {
      reason: 'it is in Latin 1',
      make: (file: string) => writeFileSync(file, Buffer.from('name: caf\xE9\n', 'latin1')),
      says: 'is not UTF-8 text',
    },
    {
      reason: 'it is in UTF-16',
      make: (file: string) => writeFileSync(file, Buffer.from('\uFEFFname: a\n', 'utf16le')),
      says: 'is not UTF-8 text',
    },
  ])('is refused if $reason', ({ make, says }) => {
    make(join(folder, 'notes.yaml'));
    expect(() => textIn(folder, 'notes.yaml')).toThrow(UserError);
    expect(() => textIn(folder, 'notes.yaml')).toThrow(`notes.yaml ${says}`);
  });

  it('is absent without a file', () => {
    expect(textIn(folder, 'notes.yaml')).toBeUndefined();
    expect(textIn(folder, 'dist/old')).toBe('old');
  });
});
