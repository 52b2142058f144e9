/** Runs the platform's function as a process of its own, from the same bundle as its image. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleFunction } from 'planesmith/xpkg';
import { freePort, start, untilUp } from './control-plane/process.ts';

export interface FunctionProcess {
  /** For example `127.0.0.1:9443`; it accepts calls without a certificate. */
  readonly address: string;
  stop(): Promise<void>;
}

/** The function, bundled and listening without TLS on loopback. */
export async function startFunction(): Promise<FunctionProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'planesmith-function-'));
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const { code } = await bundleFunction({ entry: 'functions/main.ts', root });
  const bundle = join(folder, 'function.mjs');
  await writeFile(bundle, code);
  const [port, healthPort] = await Promise.all([freePort(), freePort()]);
  const address = `127.0.0.1:${port}`;
  const program = start('function', folder, process.execPath, [
    bundle,
    '--insecure',
    '--address',
    address,
    '--health-address',
    `127.0.0.1:${healthPort}`,
  ]);
  const isUp = () =>
    fetch(`http://127.0.0.1:${healthPort}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await untilUp(program, 30, isUp);
  return {
    address,
    async stop() {
      await program.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
