import { describe, expect, it } from 'vitest';
import { UserError } from '../../errors.ts';
import type { TarEntry } from '../tar.ts';
import { elfFile } from '../testing/elf-file.ts';
import { librariesOf, refuseUnfit, type Library } from './libraries.ts';

const interpreter = '/lib64/ld-linux-x86-64.so.2';
const program = elfFile({ architecture: 'amd64', interpreter, needed: ['libstdc++.so.6', 'libc.so.6'] });

/** A system whose libraries need each other in a circle, like real ones. */
const system: Record<string, string[]> = {
  [interpreter]: [],
  'libstdc++.so.6': ['libm.so.6', 'libc.so.6'],
  'libm.so.6': ['libc.so.6'],
  'libc.so.6': ['ld-linux-x86-64.so.2'],
};

function findIn(known: Record<string, string[]>) {
  return async (name: string): Promise<Library | undefined> => {
    const needed = known[name];
    return needed && { path: `lib/${name.split('/').at(-1)}`, content: elfFile({ architecture: 'amd64', needed }) };
  };
}

describe('the libraries of a program', () => {
  it('are the loader and every needed library, each once', async () => {
    const libraries = await librariesOf(program, findIn(system), 'the toy system');
    expect(libraries.map(({ path }) => path).toSorted()).toEqual([
      'lib/ld-linux-x86-64.so.2',
      'lib/libc.so.6',
      'lib/libm.so.6',
      'lib/libstdc++.so.6',
    ]);
  });

  it('are reported by name if they are missing, all at once', async () => {
    const { 'libm.so.6': _, [interpreter]: __, ...rest } = system;
    await expect(librariesOf(program, findIn(rest), 'the toy system')).rejects.toThrow(
      `the toy system lacks libraries that Node needs: ${interpreter}, libm.so.6`,
    );
  });
});

const file = (path: string, architecture: 'amd64' | 'arm64' = 'amd64'): TarEntry => ({
  type: 'file',
  path,
  content: elfFile({ architecture, needed: [] }),
});

describe('a base', () => {
  const loader = file('usr/lib64/ld-linux-x86-64.so.2');
  const cxx: TarEntry = { type: 'symlink', path: 'usr/lib/libstdc++.so.6', target: 'libstdc++.so.6.0.30' };

  it('is accepted if it has every needed library in any folder', () => {
    expect(() => refuseUnfit(program, [loader, cxx, file('lib/libc.so.6')], 'the base')).not.toThrow();
  });

  it.each([
    {
      reason: 'lacks a library',
      entries: [loader, cxx],
      message: 'the base lacks libraries that Node needs: libc.so.6',
    },
    { reason: 'is empty', entries: [], message: 'ld-linux-x86-64.so.2, libc.so.6, libstdc++.so.6' },
    {
      reason: 'is for another processor',
      entries: [loader, cxx, file('lib/libc.so.6', 'arm64')],
      message: 'the base is for arm64, but the image is for amd64: /lib/libc.so.6',
    },
  ])('is refused if it $reason', ({ entries, message }) => {
    expect(() => refuseUnfit(program, entries, 'the base')).toThrow(UserError);
    expect(() => refuseUnfit(program, entries, 'the base')).toThrow(message);
  });
});
