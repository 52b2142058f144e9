/** `planesmith bump` between real versions of operators and providers, whose CRDs are in Go modules. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runProgram } from '../release/kit.ts';
import { type Copy, copyRepository } from '../repository/copy.ts';

interface Pair {
  readonly name: string;
  readonly image: string;
  readonly old: string;
  readonly now: string;
  /** The Go module of a version, with the folder of the CRDs. */
  readonly crds: (version: string) => string;
  /** The rule and the place of each breaking and risky finding. */
  readonly finds: readonly string[];
  readonly reason: string;
}

const cnpg = {
  name: 'cloudnative-pg',
  image: 'ghcr.io/cloudnative-pg/cloudnative-pg',
  crds: (version: string) => `go:github.com/cloudnative-pg/cloudnative-pg@v${version}/config/crd/bases`,
};

const pairs: readonly Pair[] = [
  {
    ...cnpg,
    old: '1.25.0',
    now: '1.30.0',
    finds: [
      'crd-status-removed Cluster (postgresql.cnpg.io/v1)',
      'crd-field-immutable Database on incluster: Pooler spec.cluster',
      'crd-field-immutable Database on incluster: ScheduledBackup spec.cluster',
    ],
    reason: 'rules keep the cluster of a pooler and of a backup as it is',
  },
  {
    ...cnpg,
    old: '1.30.0',
    now: '1.25.0',
    finds: [
      'crd-field-removed Database on incluster: Cluster spec.plugins[*].isWALArchiver',
      'crd-status-removed Cluster (postgresql.cnpg.io/v1)',
      'crd-status-removed Pooler (postgresql.cnpg.io/v1)',
      'crd-status-removed ScheduledBackup (postgresql.cnpg.io/v1)',
    ],
    reason: 'plugins archived no WAL then',
  },
  {
    name: 'provider-kubernetes',
    image: 'xpkg.crossplane.io/crossplane-contrib/provider-kubernetes',
    old: 'v1.0.0',
    now: 'v1.2.1',
    crds: (version) => `go:github.com/crossplane-contrib/provider-kubernetes@${version}/package`,
    finds: [],
    reason: 'nothing that is composed changed',
  },
];

let copy: Copy;
beforeAll(async () => {
  copy = await copyRepository('bumped crds');
});
afterAll(() => copy?.remove());

it.for(pairs)('from $name $old to $now: $reason', async ({ name, image, old, now, crds, finds }, context) => {
  const pin = `- { name: ${name}, image: ${image}, version: ${old}, digest: unresolved }`;
  await writeFile(join(copy.folder, 'planesmith.lock.yaml'), `providers:\n${pin}\n`);
  const args = ['bump', `${name}@${now}`, '--from', crds(old), '--crds', crds(now), '-o', 'json'];
  const { code, stdout, stderr } = await runProgram(copy.folder, [
    join(copy.folder, 'engine/bin/planesmith.cjs'),
    ...args,
  ]);
  if (code === 2 && /cannot read the Go module/.test(stderr)) return context.skip(stderr);
  const { findings, passes } = JSON.parse(stdout) as {
    readonly passes: boolean;
    readonly findings: readonly { readonly rule: string; readonly place: string; readonly severity: string }[];
  };
  const found = findings.filter(({ severity }) => severity !== 'safe').map(({ rule, place }) => `${rule} ${place}`);
  expect({ code, found }).toEqual({ code: passes ? 0 : 1, found: finds });
  expect(stderr).toMatch(/^judged \d{3} objects of \d kinds?, /m);
});
