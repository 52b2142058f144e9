/** Crossplane may run as another account in another namespace: one place says so, and nothing that is built has the usual one. */
import { glob, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { bundleFunction } from 'planesmith/xpkg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crossplaneAccount, crossplaneNamespace } from '../../apis/crossplane.ts';
import { type Copy, copyRepository } from '../repository/copy.ts';

/** All that is built, by path, as text: layers are unpacked, and the Function is represented by its program. */
async function built(copy: Copy): Promise<Map<string, string>> {
  await copy.run('planesmith', ['build', '--only', 'platform-aws', '--only', 'platform-local-claims']);
  const dist = join(copy.folder, 'dist');
  const texts = new Map<string, string>();
  for await (const entry of glob('**/*', { cwd: dist, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    // An xpkg has the layers of the image layout once more.
    if (!entry.isFile() || path.endsWith('.xpkg')) continue;
    const bytes = await readFile(path);
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
    texts.set(path.slice(dist.length + 1), (isPacked ? gunzipSync(bytes) : bytes).toString('latin1'));
  }
  const { code } = await bundleFunction({ entry: 'functions/main.ts', root: copy.folder });
  return texts.set('the Function', Buffer.from(code).toString('latin1'));
}

describe('a platform whose Crossplane runs as another account', () => {
  let copy: Copy;
  let texts: Map<string, string>;
  const having = (word: string) => [...texts].filter(([, text]) => text.includes(word)).map(([path]) => path);
  beforeAll(async () => {
    copy = await copyRepository('account');
    const setting = join(copy.folder, 'apis/crossplane.ts');
    const text = await readFile(setting, 'utf8');
    await writeFile(setting, text.replace(`'${crossplaneAccount}'`, "'control-room/engine'"));
    texts = await built(copy);
  });
  afterAll(() => copy.remove());

  it('names the account in its policies, and its namespace wherever functions and environments need it', () => {
    expect(having('system:serviceaccount:control-room:engine')).toEqual(
      expect.arrayContaining(['install/aws/policies.yaml', 'install/local/policies.yaml']),
    );
    expect(having('control-room')).toEqual(
      expect.arrayContaining(['the Function', expect.stringMatching(/^schemas\//)]),
    );
  });

  it('has no byte of the usual account', () => {
    const [, name = ''] = crossplaneAccount.split('/');
    expect(texts.size).toBeGreaterThan(50);
    expect(having(crossplaneNamespace)).toEqual([]);
    expect(having(`serviceaccount:${crossplaneNamespace}`)).toEqual([]);
    expect(having(`:${name}'`)).toEqual([]);
  });
});
