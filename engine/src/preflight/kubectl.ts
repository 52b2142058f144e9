/** Asks an API server through kubectl, which knows how people sign in to their clusters. */
import { execFile } from 'node:child_process';
import { UserError } from '../errors.ts';
import { rightsPath, rightsReview } from './access.ts';
import { versionPath } from './versions.ts';

/** Which cluster; by default that of kubectl's present context. */
export interface Connection {
  readonly context?: string | undefined;
  readonly kubeconfig?: string | undefined;
}

/** So many calls of kubectl run at once. */
const atOnce = 4;
const mostBytes = 64 << 20;

/** What kubectl says to each path. Throws a `UserError` if there is no kubectl, or no cluster that answers. */
export async function askCluster(
  paths: readonly string[],
  connection: Connection,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map([[versionPath, await insistOnCluster(connection)]]);
  const open = paths.filter((path) => path !== versionPath);
  const work = async () => {
    for (let path = open.shift(); path !== undefined; path = open.shift()) {
      const { text } = await kubectl(connection, path);
      texts.set(path, text);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return texts;
}

async function insistOnCluster(connection: Connection): Promise<string> {
  const { text, failed } = await kubectl(connection, versionPath);
  if (!failed) return text;
  const cluster = connection.context === undefined ? 'the cluster' : `the cluster of context ${connection.context}`;
  throw new UserError(`${cluster} does not answer: ${text.trim().split('\n').at(-1)}`, {
    hint: 'name another one with --context or --kubeconfig, or a dump with --dump',
  });
}

/** The arguments of kubectl for one path. A review of rights is created, and the API server stores nothing. */
export function argumentsFor({ context, kubeconfig }: Connection, path: string): readonly string[] {
  return [
    ...(context === undefined ? [] : [`--context=${context}`]),
    ...(kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`]),
    '--request-timeout=20s',
    ...(path === rightsPath ? ['create', '--raw', path, '-f', '-'] : ['get', '--raw', path]),
  ];
}

function kubectl(connection: Connection, path: string): Promise<{ readonly text: string; readonly failed: boolean }> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      'kubectl',
      [...argumentsFor(connection, path)],
      { maxBuffer: mostBytes },
      (error, stdout, stderr) => {
        if ((error as NodeJS.ErrnoException | null)?.code === 'ENOENT') {
          const hint = 'install it, or name a dump with --dump';
          reject(new UserError('there is no kubectl on this machine', { cause: error, hint }));
        } else resolve({ text: error === null ? stdout : stderr || error.message, failed: error !== null });
      },
    );
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(path === rightsPath ? JSON.stringify(rightsReview) : '');
  });
}
