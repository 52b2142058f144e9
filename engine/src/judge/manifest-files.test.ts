import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readDocuments } from './documents.ts';
import { manifestFiles } from './manifest-files.ts';

describe('manifestFiles', () => {
  let folder: string;
  const server = createServer();
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'planesmith-manifests-'));
    mkdirSync(join(folder, 'apps/deep'), { recursive: true });
    writeFileSync(join(folder, 'apps/a.yaml'), 'a');
    writeFileSync(join(folder, 'apps/deep/z.json'), 'z');
    writeFileSync(join(folder, 'notes.md'), 'no manifest');
    symlinkSync('nowhere.yaml', join(folder, 'apps/b.yaml'));
    symlinkSync('nowhere', join(folder, 'apps/current'));
    symlinkSync('c.yaml', join(folder, 'apps/c.yaml'));
    symlinkSync('../notes.md', join(folder, 'apps/d.md'));
    symlinkSync('../notes.md', join(folder, 'apps/e.yaml'));
    symlinkSync('/dev/zero', join(folder, 'apps/f.yaml'));
    symlinkSync('..', join(folder, 'apps/deep/up'));
    execFileSync('mkfifo', [join(folder, 'apps/g.yaml'), join(folder, 'apps/pipe')]);
    await new Promise<void>((done) => server.listen(join(folder, 'apps/h.yaml'), done));
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  const read = (...paths: string[]) =>
    [...manifestFiles(paths.map((path) => join(folder, path)))].map(({ file, text, read: found, skipped }) => [
      file.slice(folder.length + 1),
      found?.issues.map(({ message }) => message).join() ?? skipped ?? text,
    ]);

  it.each([
    { bytes: Buffer.from('name: caf\xe9', 'latin1'), reason: 'Latin 1' },
    { bytes: Buffer.from('name: a', 'utf16le'), reason: 'UTF-16' },
    { bytes: Buffer.from([0x61, 0x3a, 0x20, 0xc0, 0xaf]), reason: 'a slash in two bytes' },
  ])('has an issue instead of a text for a file in another encoding: $reason', ({ bytes }) => {
    writeFileSync(join(folder, 'odd.yaml'), bytes);
    const [file] = manifestFiles([join(folder, 'odd.yaml')]);
    const { issues } = file?.read ?? readDocuments('odd.yaml', file?.text ?? '');
    expect(issues).toMatchObject([{ message: 'this is not UTF-8 text' }]);
  });

  it('reads what it can of a folder, and names everything else', () => {
    expect(read('apps')).toEqual([
      ['apps/a.yaml', 'a'],
      ['apps/b.yaml', 'this link leads to nothing'],
      ['apps/c.yaml', expect.stringMatching(/^this cannot be read: ELOOP/)],
      ['apps/current', 'this link leads to nothing'],
      ['apps/deep/up', 'this link leads to a folder that it is in'],
      ['apps/deep/z.json', 'z'],
      ['apps/e.yaml', 'no manifest'],
      ['apps/f.yaml', 'this is a device, not a file'],
      ['apps/g.yaml', 'this is a FIFO, not a file'],
      ['apps/h.yaml', 'this is a socket, not a file'],
    ]);
  });

  it('reads a folder of 50,000 files, of which none needs more than its bytes', { timeout: 300_000 }, () => {
    mkdirSync(join(folder, 'many'));
    for (let at = 0; at < 50_000; at += 1) linkSync(join(folder, 'apps/a.yaml'), join(folder, `many/${at}.yaml`));
    const asked = vi.spyOn(Buffer, 'allocUnsafe');
    let files = 0;
    try {
      for (const { text } of manifestFiles([join(folder, 'many')])) files += text === 'a' ? 1 : 0;
      expect(files).toBe(50_000);
      expect(asked.mock.calls.length).toBeGreaterThanOrEqual(files);
      expect(Math.max(...asked.mock.calls.map(([bytes]) => bytes))).toBeLessThan(1024);
    } finally {
      asked.mockRestore();
    }
  });

  it('reads no more of a stream without an end than it can judge', () => {
    const program = `import { manifestFiles } from '${import.meta.dirname}/manifest-files.ts';
      for (const { read } of manifestFiles(['-'])) console.log(read?.issues[0]?.message);`;
    writeFileSync(join(folder, 'read.mjs'), program);
    const output = execFileSync('sh', ['-c', `yes | "${process.execPath}" read.mjs`], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(output).toBe('this is larger than 8 MiB, the most that is read: split it into several files\n');
  });

  it('reads what it can of the paths on a command line', () => {
    expect(read('nowhere', 'apps/b.yaml', 'apps/pipe', 'notes.md', 'apps/a.yaml/x')).toEqual([
      ['nowhere', 'there is no such file or folder'],
      ['apps/b.yaml', 'this link leads to nothing'],
      ['apps/pipe', 'this is a FIFO, not a file'],
      ['notes.md', 'no manifest'],
      ['apps/a.yaml/x', expect.stringMatching(/^this cannot be read: ENOTDIR/)],
    ]);
  });

  it('skips what is no file in a folder, but not on a command line, where it is an issue', () => {
    const inFolder = [...manifestFiles([join(folder, 'apps')])].find(({ file }) => file.endsWith('g.yaml'));
    const [named] = manifestFiles([join(folder, 'apps/g.yaml')]);
    expect([inFolder?.read?.issues, named?.read?.issues.length]).toEqual([undefined, 1]);
  });

  it('reads the pipe of a shell', () => {
    expect([...manifestFiles(['/dev/null'])]).toEqual([{ file: '/dev/null', text: '', named: true }]);
  });
});
