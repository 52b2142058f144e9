import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { elfFile } from '../testing/elf-file.ts';
import { readElf } from './elf.ts';
import { hostArchitecture } from './host.ts';

describe('the head of a Linux program', () => {
  it('names processor, loader and libraries', () => {
    const interpreter = '/lib/ld-linux-aarch64.so.1';
    const needed = ['libstdc++.so.6', 'libc.so.6'];
    expect(readElf(elfFile({ architecture: 'arm64', interpreter, needed }))).toEqual({
      architecture: 'arm64',
      interpreter,
      needed,
    });
  });

  it('has no loader for a library, and no architecture for a processor without images', () => {
    expect(readElf(elfFile({ architecture: 'riscv64', needed: ['libc.so.6'] }))).toEqual({
      architecture: undefined,
      interpreter: undefined,
      needed: ['libc.so.6'],
    });
  });

  it.runIf(process.platform === 'linux')('is read from the very Node that runs this', async () => {
    const head = readElf(await readFile(process.execPath));
    expect(head?.architecture).toBe(hostArchitecture());
    expect(head?.interpreter).toMatch(/\/ld-linux/);
    expect(head?.needed).toContain('libc.so.6');
  });

  it.each([
    { reason: 'empty', content: '' },
    { reason: 'a script', content: `#!/bin/sh\n${'#'.repeat(100)}` },
    { reason: 'of 32 bits', content: `\x7fELF\x01\x01${'\0'.repeat(100)}` },
  ])('is undefined for a file that is $reason', ({ content }) => {
    expect(readElf(Buffer.from(content, 'latin1'))).toBeUndefined();
  });
});
