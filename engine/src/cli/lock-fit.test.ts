/** What `planesmith build` says about the lock of the toy platform, and what it refuses to release. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockFile } from '../lock/index.ts';
import { readYaml } from '../yaml/index.ts';
import { unpackBase } from './testing/unpack-base.ts';
import { planesmith, type Ran, widgetFolder } from './testing/widget-folder.ts';

const digest = `sha256:${'0a'.repeat(32)}`;
const pin = (name: string, more = '') =>
  `{ name: ${name}, image: ghcr.io/toy/${name}, version: v1, digest: "${digest}"${more} }`;

let folder: string;
beforeAll(() => {
  folder = widgetFolder({ 'install/index.ts': installed('ghcr.io/toy/pg:v1') });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** An install bundle with an object of an operator, which names an image. */
function installed(image: string): string {
  return `import { ApiObject } from 'cdk8s';

const server = (chart) => {
  new ApiObject(chart, 'pg', { apiVersion: 'pg.example.com/v1', kind: 'Server', metadata: { name: 'pg' }, spec: { image: '${image}' } });
};

export const install = { local: { server } };
`;
}

const write = (path: string, text: string) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const build = (...args: string[]): Promise<Ran> => planesmith(folder, ['build', ...args]);

describe('planesmith build', () => {
  it('says nothing about a lock that is not there', async () => {
    expect((await build()).stderr).not.toContain(lockFile);
  });

  it('names what the lock lacks, and what nobody needs', async () => {
    write(lockFile, `providers: [${pin('sql', ', groups: [sql.example.com]')}]\n`);
    const { code, stderr } = await build();
    expect(code).toBe(0);
    expect(stderr).toContain(`nothing needs sql of ${lockFile}`);
    expect(stderr).toContain(`no provider or operator in ${lockFile} brings pg.example.com`);
  });

  it('carries the lock in release.yaml, and its digest in the provenance', async () => {
    await build();
    const [document] = readYaml(readFileSync(join(folder, 'dist/release.yaml'), 'utf8')).documents;
    const { lock } = (document as unknown as { value: { lock: object } }).value;
    expect(lock).toMatchObject({ models: [], providers: [{ name: 'sql', version: 'v1', digest }], images: [] });
    expect(readFileSync(join(folder, 'dist/provenance/toys-local.json'), 'utf8')).toContain(`"name": "${lockFile}"`);
    expect(await planesmith(folder, ['verify', 'dist'])).toMatchObject({ code: 0 });
  });

  describe('--release', () => {
    beforeAll(async () => {
      await unpackBase(join(folder, 'dist'), join(folder, 'base'));
      // The libraries of this machine as a base in a folder, so that nothing else is refused.
      const config = readFileSync(join(folder, 'planesmith.config.ts'), 'utf8');
      write(
        'planesmith.config.ts',
        config.replace("  version: '1.2.3',", `  version: '1.2.3',\n  base: { directory: 'base' },`),
      );
    });

    it.each([
      {
        reason: 'an image in an install bundle has a tag alone',
        lock: `operators: [${pin('pg', ', groups: [pg.example.com]')}]`,
        image: 'ghcr.io/toy/pg:v1',
        says: 'install/local/server.yaml: Server pg: spec.image: the image ghcr.io/toy/pg:v1 has no digest',
      },
      {
        reason: 'the image is not in the lock',
        lock: `operators: [${pin('pg', ', groups: [pg.example.com]')}]`,
        image: `ghcr.io/toy/pg:v1@${digest}`,
        says: `images of ${lockFile} have no ghcr.io/toy/pg:v1, which is composed`,
      },
      {
        reason: 'no operator brings a kind',
        lock: `images: [${pin('pg')}]`,
        image: `ghcr.io/toy/pg:v1@${digest}`,
        says: `no provider or operator in ${lockFile} brings pg.example.com`,
      },
      {
        reason: 'a digest is open',
        lock: `images: [${pin('pg').replace(`"${digest}"`, 'unresolved')}]`,
        image: `ghcr.io/toy/pg:v1@${digest}`,
        says: `this cannot be released: ${lockFile} has no digest for pg`,
      },
      {
        reason: 'the configuration has another base than the lock',
        lock: `base: ${pin('base')}`,
        image: `ghcr.io/toy/pg:v1@${digest}`,
        says: `and ${lockFile} pins ghcr.io/toy/base ${digest}`,
      },
    ])('is refused if $reason, and writes nothing', async ({ lock, image, says }) => {
      const before = readFileSync(join(folder, 'dist/SHA256SUMS'), 'utf8');
      write(lockFile, `${lock}\n`);
      write('install/index.ts', installed(image));
      const { code, stderr } = await build('--release', '--arch', 'host');
      expect(stderr).toContain(says);
      expect(code).toBe(2);
      expect(readFileSync(join(folder, 'dist/SHA256SUMS'), 'utf8')).toBe(before);
    });

    it('refuses to release what composes nobody knows what, since an example is invalid', async () => {
      const good = readFileSync(join(folder, 'examples/widget.yaml'), 'utf8');
      write('examples/widget.yaml', good.replace(/^ {2}size: .*$/m, '  size: huge'));
      write('install/index.ts', installed(`ghcr.io/toy/pg:v1@${digest}`));
      write(lockFile, `operators: [${pin('pg', ', groups: [pg.example.com]')}]\nimages: [${pin('pg')}]\n`);
      const { code, stderr } = await build('--release', '--arch', 'host');
      const local = await build();
      write('examples/widget.yaml', good);
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringContaining('error: this cannot be released: its examples are invalid, so nobody knows'),
      });
      expect(local).toMatchObject({
        code: 0,
        stderr: expect.stringContaining('no composed object was looked at, since the examples are invalid'),
      });
    });

    it('passes if everything has its digest', async () => {
      write(lockFile, `operators: [${pin('pg', ', groups: [pg.example.com]')}]\nimages: [${pin('pg')}]\n`);
      write('install/index.ts', installed(`ghcr.io/toy/pg:v1@${digest}`));
      const { code, stderr } = await build('--release', '--arch', 'host');
      expect({ code, stderr }).toMatchObject({ code: 0 });
    });

    it.each([
      { reason: 'the lock pins none', lock: 'images: []', says: `${lockFile} pins no base` },
      { reason: 'the folder is no layout', lock: `base: ${pin('base')}`, says: '--base base is no OCI image layout' },
      {
        reason: 'the layout has another image',
        lock: `base: ${pin('base')}`,
        layout: { manifests: [{ digest: digest.replaceAll('0a', '0b') }] },
        says: `--base base holds ${digest.replaceAll('0a', '0b')}, and ${lockFile} pins ${digest}`,
      },
    ])('takes no --base if $reason', async ({ lock, layout, says }) => {
      write(lockFile, `${lock}\n`);
      if (layout !== undefined) write('base/index.json', JSON.stringify(layout));
      const { code, stderr } = await build('--release', '--base', 'base');
      expect(stderr).toContain(says);
      expect(code).toBe(2);
    });
  });
});
