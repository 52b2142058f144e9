/** Starts the registry of Docker's. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, type Program, start, untilUp } from './control-plane/process.ts';

export interface Registry {
  readonly host: string;
  readonly program: Program;
}

/** A registry that keeps its images in `folder`; with `passwords`, the path of an htpasswd file, it lets in who logs in. */
export async function startRegistry(program: string, folder: string, passwords?: string): Promise<Registry> {
  const host = `127.0.0.1:${await freePort()}`;
  const storage = join(folder, 'registry');
  await mkdir(storage, { recursive: true });
  const settings = {
    version: '0.1',
    storage: { filesystem: { rootdirectory: storage } },
    http: { addr: host },
    ...(passwords !== undefined && { auth: { htpasswd: { realm: 'toys', path: passwords } } }),
  };
  await writeFile(join(folder, 'registry.json'), JSON.stringify(settings));
  const running = start('registry', folder, program, ['serve', join(folder, 'registry.json')]);
  const answers = () =>
    fetch(`http://${host}/v2/`).then(
      ({ ok, status }) => ok || status === 401,
      () => false,
    );
  await untilUp(running, 20, answers);
  return { host, program: running };
}
