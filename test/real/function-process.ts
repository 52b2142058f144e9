/** Runs the platform's function as a process of its own, from the same bundle as its image. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeFlags } from 'planesmith/serve';
import { bundleFunction } from 'planesmith/xpkg';
import { freePort, type Program, start, untilUp } from './control-plane/process.ts';

export interface FunctionProcess {
  readonly program: Program;
  /** For example `127.0.0.1:9443`. */
  readonly address: string;
  readonly healthAddress: string;
  stop(): Promise<void>;
}

/** The function, bundled and listening on loopback: with the certificates of a folder, or without TLS. */
export async function startFunction(certificates?: string): Promise<FunctionProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'planesmith-function-'));
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const { code } = await bundleFunction({ entry: 'functions/main.ts', root });
  const bundle = join(folder, 'function.mjs');
  await writeFile(bundle, code);
  const [port, healthPort] = await Promise.all([freePort(), freePort()]);
  const address = `127.0.0.1:${port}`;
  const healthAddress = `127.0.0.1:${healthPort}`;
  const program = start('function', folder, process.execPath, [
    ...nodeFlags,
    bundle,
    certificates === undefined ? '--insecure' : `--tls-server-certs-dir=${certificates}`,
    `--address=${address}`,
    `--health-address=${healthAddress}`,
  ]);
  const isUp = () =>
    fetch(`http://${healthAddress}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await untilUp(program, 30, isUp);
  return {
    program,
    address,
    healthAddress,
    async stop() {
      await program.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
