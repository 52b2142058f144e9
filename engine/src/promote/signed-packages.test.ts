import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { Findings } from '../release/verify/findings.ts';
import { readRelease } from '../release/verify/release-yaml.ts';
import { madeVersion, withFiles } from '../gitops/testing/made-fleet.ts';
import { readPublicKey } from '../signing/key.ts';
import { valueFiles } from '../xpkg/verify/files.ts';
import { unprovenPackages } from './signed-packages.ts';

it('signatures that are in no file and in no registry that answers are refused with both remedies', () =>
  withFiles([], async (folder) => {
    const [file] = madeVersion('0.2.0');
    const content = String(file?.content).replaceAll('registry.acme.example', '127.0.0.1:1');
    const release = await readRelease(new Findings(), valueFiles([{ path: 'release.yaml', content }]));
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = readPublicKey(publicKey.export({ type: 'spki', format: 'pem' }).toString(), 'release.pub');
    await expect(unprovenPackages(folder, release!, new Set(['acme-local']), key)).rejects.toMatchObject({
      message: expect.stringContaining('no registry answers at http://127.0.0.1:1'),
      hint: expect.stringMatching(/make that registry answer, or .+signatures\/acme-local\.json/),
    });
  }));
