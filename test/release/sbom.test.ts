/** The SBOMs of this platform are valid by the official schema of CycloneDX, and name what is in the function's program. */
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { buildRelease } from 'planesmith/release';
import { hostArchitecture } from 'planesmith/xpkg';
import { beforeAll, describe, expect, it } from 'vitest';
import platform from '../../planesmith.config.ts';

const root = resolve(import.meta.dirname, '../..');
const library = dirname(fileURLToPath(import.meta.resolve('@cyclonedx/cyclonedx-library/package.json')));

/** The validator of the schema, which refers to one of licences, one of signatures and one of cryptography. */
function validator() {
  const read = (name: string) =>
    JSON.parse(readFileSync(join(library, 'res/schema', `${name}.SNAPSHOT.schema.json`), 'utf8')) as object;
  // The formats that the schema names are all of texts.
  const formats = { 'date-time': true, email: true, 'idn-email': true, 'iri-reference': true, uri: true } as const;
  const ajv = new Ajv({ strict: false, allErrors: true, formats });
  for (const name of ['spdx', 'jsf-0.82', 'cryptography-defs'])
    ajv.addSchema(read(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  return ajv.compile(read('bom-1.6'));
}

interface Bom {
  readonly components: readonly {
    readonly name: string;
    readonly purl?: string;
    readonly hashes?: readonly unknown[];
  }[];
}

describe('the SBOMs of this platform', () => {
  const boms = new Map<string, Bom>();
  beforeAll(async () => {
    const repository = platform.functionRepository;
    const name = repository.slice(repository.lastIndexOf('/') + 1);
    const only = [name, 'platform-local', 'platform-aws-claims'];
    const { files } = await buildRelease(platform, root, { only, architectures: [hostArchitecture()], release: false });
    for (const { path, content } of files)
      if (path.startsWith('sbom/')) boms.set(path, JSON.parse(String(content)) as Bom);
  });

  it('are valid by the official schema, which refuses what is none', () => {
    const isValid = validator();
    expect(boms.size).toBe(3);
    for (const [path, bom] of boms) expect([path, isValid(bom), isValid.errors]).toEqual([path, true, null]);
    expect(isValid({ ...[...boms.values()][0], specVersion: '1.5', serialNumber: 'urn:uuid:1' })).toBe(false);
  });

  it('have the npm packages that esbuild put into the function, each with the hash in package-lock.json', () => {
    const bom = [...boms].find(([path]) => path.includes('functions'))?.[1];
    const packages = bom?.components.filter(({ purl }) => purl?.startsWith('pkg:npm/')) ?? [];
    const names = packages.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['@marcbachmann/cel-js', 're2js', 'planesmith', 'planesmith-catalogue']),
    );
    for (const absent of ['esbuild', 'cdk8s', 'commander', 'vitest', 'ajv']) expect(names).not.toContain(absent);
    const { packages: locked } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { integrity?: string }>;
    };
    for (const { name, hashes } of packages) {
      const integrity = locked[`node_modules/${name}`]?.integrity;
      if (integrity === undefined) continue;
      const content = Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex');
      expect([name, hashes]).toEqual([name, [{ alg: 'SHA-512', content }]]);
    }
  });
});
