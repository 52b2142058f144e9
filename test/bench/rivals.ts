/** The function servers under comparison, each with its program, its request and its connection. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { nodeFlags } from 'planesmith/serve';
import { makeAuthority, writeCertificates } from 'planesmith/testing';
import { bundleFunction } from 'planesmith/xpkg';
import { type Tool, locateTool } from '../real/tools/tools.ts';
import { requests } from './app/request.ts';
import { databaseRequest } from './database-request.ts';
import type { Identity } from './load.ts';

export interface Rival {
  readonly name: string;
  readonly program: string;
  readonly args: (port: number) => readonly string[];
  readonly request: Buffer;
  readonly identity?: Identity;
}

export interface Missing {
  readonly name: string;
  readonly skipped: string;
}

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'planesmith-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** The path of `entry`, bundled as for an image. */
export async function bundled(entry: string): Promise<string> {
  const { code } = await bundleFunction({ entry, root });
  const path = join(folder, `${entry.replaceAll('/', '-')}.mjs`);
  writeFileSync(path, code);
  return path;
}

const plaintext = (port: number) => ['--insecure', `--address=127.0.0.1:${port}`];
const ours = (port: number) => [...plaintext(port), '--health-address=off'];

/** Every server, or the reason if it cannot be started here. */
export async function rivals(): Promise<readonly (Rival | Missing)[]> {
  const ca = makeAuthority('bench CA');
  writeCertificates(folder, ca.issue('function'), ca);
  const [app, functions, sdk] = await Promise.all([
    bundled('test/bench/app/planesmith.ts'),
    bundled('functions/main.ts'),
    bundled('test/bench/app/stock-sdk.ts'),
  ]);
  const node = process.execPath;
  return [
    {
      name: 'planesmith',
      program: node,
      args: (port) => [...nodeFlags, app, ...ours(port)],
      request: requests.planesmith,
    },
    {
      name: 'planesmith, Database/aws over mutual TLS',
      program: node,
      args: (port) => [
        ...nodeFlags,
        functions,
        `--address=127.0.0.1:${port}`,
        '--health-address=off',
        `--tls-server-certs-dir=${folder}`,
      ],
      request: await databaseRequest(),
      identity: { ca: ca.cert, ...ca.issue('crossplane') },
    },
    { name: 'stock SDK', program: node, args: (port) => [sdk, ...plaintext(port)], request: requests.plain },
    await goFunction('function-patch-and-transform', requests.patchAndTransform),
    await goFunction('function-auto-ready', requests.desired),
  ];
}

async function goFunction(name: Tool, request: Buffer): Promise<Rival | Missing> {
  const located = await locateTool(name);
  if ('missing' in located) return { name, skipped: located.missing };
  return { name, program: located.path, args: plaintext, request };
}
