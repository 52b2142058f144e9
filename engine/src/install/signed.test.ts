/** A release whose platform says who signs, on clusters that have Crossplane or the packages elsewhere. */
import { generateKeyPairSync } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { config, planesmith, widgetFolder } from '../cli/testing/widget-folder.ts';
import { install } from './install.ts';
import type { Item } from './kubectl.ts';
import { fakeCluster } from './testing/fake-cluster.ts';
import { core, facts, mirror } from './testing/objects.ts';
import { uninstall } from './uninstall.ts';

const { publicKey } = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const signers = `signers: [{ name: 'owner', key: ${JSON.stringify(publicKey)} }],`;
const waiting = { seconds: 0, report: () => undefined };

let folder: string;
let dist: string;
beforeAll(async () => {
  folder = widgetFolder({
    'planesmith.config.ts': config.replace("version: '1.2.3',", `version: '1.2.3', ${signers}`),
  });
  dist = join(folder, 'dist');
  expect(await planesmith(folder, ['build', '--only', 'toys-local'])).toMatchObject({ code: 0 });
});
afterAll(() => rmSync(folder, { recursive: true }));

async function clusterWith(...objects: readonly Item[]) {
  const cluster = fakeCluster({ objects: [facts, ...objects] });
  const { skipped } = await install(cluster.kubectl, dist, { target: 'local', flavour: 'namespaced', ...waiting });
  expect(skipped).toEqual([]);
  return cluster;
}
const keysIn = (objects: readonly Item[]) =>
  objects.filter(({ kind }) => kind === 'Secret').map(({ metadata: { namespace, name } }) => `${namespace}/${name}`);

describe('the public key by which Crossplane checks packages', () => {
  it('is in the namespace of Crossplane, wherever that is, and goes with the platform', async () => {
    expect(keysIn((await clusterWith()).objects)).toEqual(['crossplane-system/toys-signed-by-owner']);
    const cluster = await clusterWith(core('2.4.0', 'infra', 'xp'));
    expect(keysIn(cluster.objects)).toEqual(['infra/toys-signed-by-owner']);
    await uninstall(cluster.kubectl, dist, waiting);
    expect(keysIn(cluster.objects)).toEqual([]);
  });

  it('is asked for behind a mirror, too, where packages have the address of the mirror', async () => {
    const { objects } = await clusterWith(mirror);
    const specOf = (name: string) => objects.find(({ metadata }) => metadata.name === name)?.spec;
    expect(specOf('toys-signatures-mirror')).toEqual({
      ...(specOf('toys-signatures') as object),
      matchImages: [{ type: 'Prefix', prefix: 'mirror.example.org/outer/toys/' }],
    });
  });
});
