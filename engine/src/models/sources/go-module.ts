/** Reads files of a Go module, the only package that publishes the OpenAPI of kube-apiserver. */
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { UserError } from '../../errors.ts';
import type { SourceText } from './documents.ts';
import { readFolder, readText } from './folder.ts';
import { NotAtHand } from './not-at-hand.ts';

/** A folder in one version of a Go module. */
export interface GoModule {
  readonly module: string;
  readonly version: string;
  readonly folder: string;
}

/** The time that `go` has for a download, in milliseconds. */
const patience = 600_000;

/** The parts of `go:<module>@<version>[/<folder>]`, or undefined for anything else. */
export function parseGoModule(text: string): GoModule | undefined {
  const [, module, version, folder = ''] = /^go:([^@\s]+)@([^/\s]+)(?:\/(.+))?$/.exec(text) ?? [];
  return module && version ? { module, version, folder } : undefined;
}

/** The YAML and JSON files of the folder, which the `go` command fetches and verifies. Throws a `UserError` if that fails. */
export async function readGoModule({ module, version, folder }: GoModule): Promise<readonly SourceText[]> {
  const name = `${module}@${version}`;
  const download = promisify(execFile)('go', ['mod', 'download', '-json', name], { cwd: tmpdir(), timeout: patience });
  const { stdout } = await download.catch((cause: { code?: unknown; stdout?: string; stderr?: string }) => {
    const goError = /"Error": "(.*)"/.exec(cause.stdout ?? '')?.[1] ?? (cause.stderr ?? '').trim().split('\n')[0];
    const reason = cause.code === 'ENOENT' ? 'there is no go command' : `go reports ${goError}`;
    throw new NotAtHand(`cannot read the Go module ${name}: ${reason}`, {
      hint: 'install Go, or name a folder with its files',
      cause,
    });
  });
  const { Dir } = JSON.parse(stdout) as { Dir: string };
  const path = join(Dir, folder);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new UserError(`cannot read the Go module ${name}: it has no ${folder}`);
  const source = [module, folder].filter(Boolean).join('/');
  const texts = await (found.isFile() ? [await readText(path, source)] : readFolder(path, `${source}/`));
  return texts.map((text) => ({ ...text, version }));
}
