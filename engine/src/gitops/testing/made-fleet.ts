/** Makes fleets for tests: a version as `planesmith gitops publish` writes it, and files of clusters. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type File, writeFiles } from '../../files.ts';
import { checksums } from '../../release/checksums.ts';
import { toYaml } from '../../yaml/index.ts';

const digest = `sha256:${'a'.repeat(64)}`;

/** The files of a version with one package for each of two targets and flavours. */
export function madeVersion(version: string, files: readonly File[] = []): readonly File[] {
  const packages = ['aws', 'local'].flatMap((target) =>
    (['namespaced', 'claims'] as const).map((flavour) => ({
      name: `acme-${target}${flavour === 'claims' ? '-claims' : ''}`,
      kind: 'Configuration',
      repository: `registry.acme.example/acme-${target}`,
      tag: `v${version}`,
      digest,
      size: 1,
      platforms: ['linux/amd64'],
      releasable: true,
      flavour,
      targets: [target],
      apis: ['fence'],
    })),
  );
  const release = {
    platform: 'acme',
    version,
    group: 'platform.acme.example',
    packages,
    lock: { models: [] },
    requirements: { crossplane: '>=v2.4.0', kinds: {} },
  };
  const listed = packages.map(({ targets: [target], flavour }) => ({
    path: `packages/${target}-${flavour}/packages.yaml`,
    content: '',
  }));
  const own = [{ path: 'release.yaml', content: toYaml(release) }, ...listed, ...files];
  return [...own, checksums(own)].map(({ path, content }) => ({ path: `versions/${version}/${path}`, content }));
}

/** The file of a cluster: these lines of it in place of the usual ones, or without one that is undefined. */
export function madeCluster(name: string, lines: Readonly<Record<string, string | undefined>> = {}): File {
  const fields = { name, environment: 'dev', target: 'local', flavour: 'namespaced', version: '0.1.0', ...lines };
  const content = Object.entries(fields).flatMap(([field, value]) =>
    value === undefined ? [] : [`${field}: ${value}\n`],
  );
  return { path: `clusters/${name}.yaml`, content: content.join('') };
}

/** Calls `use` with a new folder that has these files, and removes it. */
export async function withFiles<T>(files: readonly File[], use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'planesmith-fleet-'));
  try {
    await writeFiles(folder, files);
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
