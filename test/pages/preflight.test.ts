/** What docs/preflight.md says about storage, on the targets of this platform. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { root } from './page.ts';

const folder = mkdtempSync(join(tmpdir(), 'planesmith-preflight-'));
const dump = join(folder, 'dump.json');
writeFileSync(
  dump,
  JSON.stringify({ '/version': { gitVersion: 'v1.36.3' }, '/apis/storage.k8s.io/v1/storageclasses': { items: [] } }),
);
afterAll(() => rmSync(folder, { recursive: true }));

interface Check {
  readonly name: string;
  readonly result: string;
}

function checksOn(target: string): Promise<readonly Check[]> {
  const args = [join(root, 'engine/bin/planesmith.cjs'), 'preflight', '--target', target, '--dump', dump, '-o', 'json'];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root }, (_, stdout) => resolve(JSON.parse(stdout) as Check[]));
  });
}

test.for([
  { target: 'incluster', result: 'fail', reason: 'the databases of the target keep their data in volumes' },
  { target: 'aws', result: 'pass', reason: 'nothing on the target keeps data in the cluster' },
])('a default storage class is looked for on $target: $reason', async ({ target, result }) => {
  expect(await checksOn(target)).toContainEqual(expect.objectContaining({ name: 'default storage class', result }));
});
