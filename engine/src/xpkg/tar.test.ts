import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packTar, textContent, unpackTar, type TarEntry } from './tar.ts';

const file = (path: string, text = path): TarEntry => ({ type: 'file', path, content: textContent(text), mode: 0o644 });

describe('a tar archive', () => {
  it('has the same bytes for the same entries in any order', async () => {
    const entries = [file('b'), file('a/c'), { type: 'directory', path: 'a' } as const];
    expect(await packTar(entries)).toEqual(await packTar(entries.toReversed()));
  });

  it('has no times, no owners and fixed modes', async () => {
    const archive = Buffer.from(await packTar([{ type: 'file', path: 'widget', content: textContent('x') }]));
    const field = (from: number, length: number) =>
      archive.toString('latin1', from, from + length).replace(/\0.*$/, '');
    expect({ mode: field(100, 8), uid: field(108, 8), gid: field(116, 8), mtime: field(136, 12) }).toEqual({
      mode: '0000644',
      uid: '0000000',
      gid: '0000000',
      mtime: '00000000000',
    });
    expect(field(265, 64)).toBe('');
  });

  const names = [
    { name: 'x'.repeat(100), reason: 'fills the name field' },
    { name: 'x'.repeat(101), reason: 'is one character too long for it' },
    { name: `${'d/'.repeat(60)}${'x'.repeat(90)}`, reason: 'is split between prefix and name' },
    { name: `${'long/'.repeat(80)}widget.yaml`, reason: 'needs a PAX record' },
    { name: 'größe/ウィジェット/🧩.yaml', reason: 'is not ASCII' },
    { name: `${'ü'.repeat(51)}`, reason: 'is short in characters but not in bytes' },
  ];
  it.each(names)('keeps a name that $reason', async ({ name }) => {
    expect(await unpackTar(await packTar([file(name)]))).toEqual([file(name)]);
  });

  it.each([
    { path: '/etc/passwd', reason: 'absolute' },
    { path: 'a/../../b', reason: 'climbing out' },
    { path: '', reason: 'empty' },
    { path: 'a//b', reason: 'not normal' },
  ])('refuses a path that is $reason', async ({ path }) => {
    await expect(packTar([file(path)])).rejects.toThrow('leaves its archive');
  });

  it('refuses two entries of one path', async () => {
    await expect(packTar([file('a', '1'), file('a', '2')])).rejects.toThrow('two tar entries');
  });

  it('cannot be read if it is cut', async () => {
    const archive = await packTar([file('a', 'x'.repeat(2000))]);
    await expect(unpackTar(archive.subarray(0, 1024))).rejects.toThrow();
  });

  it('unpacks to the packed tree', async () => {
    const name = fc
      .stringMatching(/^[^/\0]{1,40}$/u)
      .filter((part) => part !== '.' && part !== '..' && part.isWellFormed());
    const anyPath = fc.array(name, { minLength: 1, maxLength: 8 }).map((parts) => parts.join('/'));
    const entry: fc.Arbitrary<TarEntry> = fc.oneof(
      fc.record({
        type: fc.constant('file' as const),
        path: anyPath,
        content: fc.uint8Array({ maxLength: 2000 }),
        mode: fc.constantFrom(0o644, 0o755),
      }),
      fc.record({ type: fc.constant('directory' as const), path: anyPath, mode: fc.constantFrom(0o755, 0o700) }),
      fc.record({ type: fc.constantFrom('symlink' as const, 'hardlink' as const), path: anyPath, target: anyPath }),
    );
    const tree = fc.uniqueArray(entry, { selector: ({ path }) => path, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(tree, async (entries) => {
        const sorted = entries.toSorted((a, b) => (a.path < b.path ? -1 : 1));
        expect((await unpackTar(await packTar(entries))).map(bytesAsArray)).toEqual(sorted.map(bytesAsArray));
      }),
      { numRuns: 200 },
    );
  });
});

function bytesAsArray(entry: TarEntry): unknown {
  return entry.type === 'file' ? { ...entry, content: [...entry.content] } : entry;
}
