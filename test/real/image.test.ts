import { chmod, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';
import { decodeResponse, encodeResponse } from 'planesmith/codec';
import { callFunction, makeAuthority, writeCertificates } from 'planesmith/testing';
import { type Architecture, hostArchitecture } from 'planesmith/xpkg';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { parse } from 'yaml';
import { handler, platform } from '../cases/platform.ts';
import { type Bundle, missingForContainers, runContainer, runEmulated, unpack } from './container.ts';
import { freePort, type Program, untilUp } from './control-plane/process.ts';
import { type Built, builtRelease } from './release.ts';
import { locateDebian } from './tools/debian.ts';

const host = hostArchitecture();
const foreign: Architecture = host === 'amd64' ? 'arm64' : 'amd64';
const emulator = await locateDebian(foreign === 'arm64' ? 'qemu-aarch64-static' : 'qemu-x86_64-static');
const missing = missingForContainers;

let built: Built;
beforeAll(async () => {
  built = await builtRelease([host, foreign]);
});
afterAll(() => built?.remove());

describe('the image of the Function', () => {
  it('answers over mutual TLS as a user that is not root, with a read-only file system', async ({ skip, expect }) => {
    if (missing !== undefined) return skip(missing);
    const authority = makeAuthority('crossplane root');
    const certificates = join(built.folder, 'certificates');
    writeCertificates(certificates, authority.issue('function'), authority);
    await chmod(join(certificates, 'tls.key'), 0o644);
    const bundle = await unpacked(host);
    expect(bundle.spec.process.user).toMatchObject({ uid: 2000, gid: 2000 });

    const { address, health, args } = await addresses();
    const container = await runContainer(bundle, certificates, args);
    try {
      await ready(container.program, health);
      const certificate = authority.issue('core');
      expect(await callFunction(address, request, { ca: authority, certificate })).toEqual(answer);
      await expect(callFunction(address, request, { ca: authority })).rejects.toThrow();
      expect(await container.exec('/nodejs/bin/node', '-e', probe)).toBe('2000 2000 EROFS EROFS');
      expect(await container.terminate()).toBe(0);
    } finally {
      await container.program.stop();
    }
  });

  it(`runs on ${foreign} too`, async ({ skip, expect }) => {
    const reason = missing ?? ('missing' in emulator ? emulator.missing : undefined);
    if (reason !== undefined || 'missing' in emulator) return skip(reason);
    const { address, health, args } = await addresses();
    const program = runEmulated(await unpacked(foreign), emulator.path, ['--insecure', ...args]);
    try {
      await ready(program, health);
      expect(await callFunction(address, request)).toEqual(answer);
    } finally {
      await program.stop();
    }
  });
});

/** Prints the user and group, and the results of writing to the root and to the program's folder. */
const probe = `
  const write = (path) => { try { require('fs').writeFileSync(path, ''); return 'wrote ' + path } catch ({ code }) { return code } };
  console.log(process.getuid(), process.getgid(), write('/new'), write('/nodejs/new'));`;

const examples = resolve(import.meta.dirname, '../../examples');
const read = async (path: string) => parse(await readFile(join(examples, path), 'utf8')) as Record<string, unknown>;
/** Crossplane's request for the example claim when it is new, and the function's answer in this process. */
const request = RunFunctionRequest.fromPartial({
  meta: { tag: 'image' },
  observed: {
    composite: { resource: { ...(await read('database.yaml')), metadata: { name: 'orders', namespace: 'shop' } } },
  },
  input: {
    apiVersion: 'planesmith.dev/v1alpha1',
    kind: 'Input',
    target: 'local',
    platform: platform.name,
    platformVersion: platform.version,
  },
  requiredResources: { environment: { items: [{ resource: await read('environments/local.yaml') }] } },
});
const answer = decodeResponse(encodeResponse(handler(request)));

function unpacked(architecture: Architecture): Promise<Bundle> {
  const name = platform.functionRepository.slice(platform.functionRepository.lastIndexOf('/') + 1);
  return unpack(join(built.dist, 'oci', name), `v${platform.version}`, architecture, join(built.folder, architecture));
}

async function addresses(): Promise<{ address: string; health: string; args: string[] }> {
  const [address, health] = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`];
  return { address, health, args: ['--address', address, '--health-address', health] };
}

async function ready(program: Program, health: string): Promise<void> {
  const answers = () =>
    fetch(`http://${health}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await untilUp(program, 60, answers);
}
