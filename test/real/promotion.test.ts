/** The story of docs/promotion.md by its own commands: the fleet of examples/gitops gets a release that was built, signed and published. */
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { platform } from '../cases/platform.ts';
import { blocks, root, section, textOf } from '../pages/page.ts';
import { buildChanged, type ChangedRelease, nextVersion } from './control-plane/next-release.ts';
import { pageCommands } from './control-plane/commands.ts';

const page = 'docs/promotion.md';
/** A cluster in which every ResiliencyPolicy is ready at once. */
const kubectl = `#!/bin/sh
here="$(dirname "$0")"
case "$*" in
  *api-resources*) echo resiliencypolicies.${platform.group} ;;
  *'create -f'*) cat >"$here/made" ;;
  *'delete '*) rm -f "$here/made" ;;
  *'get resiliencypolicies'*)
    test -f "$here/made" || exit 0
    echo '{"apiVersion":"v1","kind":"Claim","metadata":{"name":"smoke","generation":1},"status":{"platformVersion":"${nextVersion}","conditions":[{"type":"Ready","status":"True"},{"type":"Synced","status":"True"}]}}' ;;
esac
`;

describe('the page on promotions', () => {
  let release: ChangedRelease;
  let folder: string;
  let alertmanager: Server;
  let alerts: readonly object[] = [];

  beforeAll(async () => {
    const program = `${platform.name}-functions-${nextVersion.replaceAll('.', '-')}`;
    const version = [`"version": "${platform.version}"`, `"version": "${nextVersion}"`] as const;
    release = await buildChanged({ 'package.json': [version] }, [`${platform.name}-incluster`, program]);
    folder = dirname(release.dist);
    cpSync(join(root, 'examples/gitops'), join(folder, 'gitops'), { recursive: true });
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    write('cosign.key', privateKey.export({ format: 'pem', type: 'pkcs8' }).toString());
    write('gitops/keys/release.pub', publicKey.export({ format: 'pem', type: 'spki' }).toString());
    write('bin/kubectl', kubectl, 0o755);
    alertmanager = createServer((_, response) => response.end(JSON.stringify(alerts)));
    await new Promise<void>((done) => alertmanager.listen(0, '127.0.0.1', done));
    const [settings = ''] = blocks(section(textOf(page), '## What must be proven'), 'yaml');
    const address = `http://127.0.0.1:${(alertmanager.address() as AddressInfo).port}`;
    write('gitops/promotion.yaml', settings.replace('http://alertmanager.monitoring:9093', address));
  }, 600_000);
  afterAll(async () => {
    alertmanager?.close();
    await release?.remove();
  });

  function write(path: string, text: string, mode = 0o644): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { mode });
  }
  const read = (path: string) => readFileSync(join(folder, 'gitops', path), 'utf8');

  /** Runs a command of the page in the folder of the release. */
  function type(command: string): Promise<{ readonly code: number; readonly output: string }> {
    const PATH = [join(folder, 'bin'), join(root, 'node_modules/.bin'), process.env['PATH']].join(delimiter);
    const line = command.replace(/^npx /, '');
    return new Promise((done) =>
      execFile('sh', ['-c', line], { cwd: folder, env: { ...process.env, PATH } }, (error, stdout, stderr) =>
        done({ code: error === null ? 0 : Number(error.code), output: stdout + stderr }),
      ),
    );
  }
  const [promoteToProd = ''] = pageCommands(page, '# Promoting a version');
  const [smoke = ''] = pageCommands(page, '## Smoke claims');
  const promoteToDev = promoteToProd.replace('prod', 'dev');
  const refusals = (output: string) => [...output.matchAll(/^refused {2}(\w+): /gm)].map(([, proof]) => proof);

  it('refuses a version that nobody has published', async () => {
    expect(await type(promoteToProd)).toMatchObject({ code: 2, output: expect.stringContaining('is not published') });
  });

  it('publishes a signed release with the report of its tests', async () => {
    const [, ...others] = pageCommands(page, '## Signatures and tests');
    // What the first command writes, as far as anybody reads it.
    write('tests.json', JSON.stringify({ success: true, numPassedTests: 12, numFailedTests: 0 }));
    // What this machine has built is not for release, and nobody installs it here.
    for (const command of others.map((line) => line.replace('gitops publish', '$& --not-for-release')))
      expect(await type(command)).toMatchObject({ code: 0 });
  });

  it('gives it to the first cluster, and to the next one only after it was tried for a week', async () => {
    const early = await type(promoteToProd);
    expect({ code: early.code, refused: refusals(early.output) }).toEqual({ code: 1, refused: ['before'] });
    expect(await type(promoteToDev)).toMatchObject({ code: 0 });
    const young = await type(promoteToProd);
    expect({ code: young.code, refused: refusals(young.output) }).toEqual({ code: 1, refused: ['age', 'smoke'] });
    expect(await type(smoke)).toMatchObject({ code: 0 });
    expect(refusals((await type(promoteToProd)).output)).toEqual(['age']);
    // A week and a day pass.
    const { at } = parse(read(`evidence/dev/${nextVersion}.yaml`)) as { readonly at: string };
    const before = new Date(Date.parse(at) - 8 * 86_400_000).toISOString();
    write(`gitops/evidence/dev/${nextVersion}.yaml`, read(`evidence/dev/${nextVersion}.yaml`).replace(at, before));
    alerts = [{ labels: { alertname: 'DiskFull', severity: 'critical' } }];
    expect(refusals((await type(promoteToProd)).output)).toEqual(['alerts']);
    alerts = [{ labels: { alertname: 'Slow', severity: 'warning' } }];
    expect(await type(promoteToProd)).toMatchObject({ code: 0 });
    expect(read('clusters/prod.yaml')).toBe(
      textOf('examples/gitops/clusters/prod.yaml').replace('version: 0.1.0', `version: ${nextVersion}`),
    );
    const evidence = parse(read(`evidence/prod/${nextVersion}.yaml`)) as {
      proofs: { proof: string; verdict: string }[];
    };
    expect(evidence.proofs.map(({ proof, verdict }) => `${proof} ${verdict}`)).toEqual([
      ...['published', 'signature', 'tests', 'before', 'age', 'smoke', 'alerts'].map((proof) => `${proof} met`),
      'plan waived',
    ]);
    expect(await type('npx planesmith gitops check gitops')).toMatchObject({ code: 0 });
  });
});
