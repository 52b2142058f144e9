/** `planesmith promote` in a fleet: from publishing to prod and back, and all that it refuses without a change. */
import { createServer, type Server } from 'node:http';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import type { File } from '../files.ts';
import { madeCluster, madeVersion } from '../gitops/testing/made-fleet.ts';
import { writeChange } from '../promote/change.ts';
import { readEvidence } from '../promote/evidence.ts';
import { readPrivateKey } from '../signing/key.ts';
import { pair } from '../signing/testing/pair.ts';
import { decidePromotion } from './decided-promotion.ts';
import { signatures } from './testing/signed-version.ts';
import { planesmith, widgetFolder } from './testing/widget-folder.ts';

const [ours, theirs] = [pair(), pair()];
const signer = readPrivateKey(ours.private, 'ours');
const [first, second] = [madeVersion('0.1.0'), madeVersion('0.2.0')];
const settings = `# What must be proven.
key: keys/release.pub
minimumAge: 24h
alerts:
  source: alerts.json
clusters:
  dev: {minimumAge: 0m}
`;
const smokeOf = (version: string, at: string): File => ({
  path: 'evidence/dev/smoke.yaml',
  content: `cluster: dev\nversion: ${version}\nat: ${at}\npassed: true\nclaims:\n- kind: Fence\n  result: passed\n  says: Ready\n`,
});
const fleet: readonly File[] = [
  ...[first, second].flatMap((version) => [...version, ...signatures(version, signer)]),
  madeCluster('dev'),
  {
    path: 'clusters/prod.yaml',
    content:
      '# The shop.\nname: prod\nenvironment: prod\ntarget: local\nflavour: namespaced\nafter: dev\nversion: 0.1.0 # moved by promote\n',
  },
  { path: 'promotion.yaml', content: settings },
  { path: 'keys/release.pub', content: ours.public },
  { path: 'alerts.json', content: '[]' },
];

let folder: string;
beforeAll(() => {
  folder = widgetFolder();
  write(fleet, 'fresh');
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  rmSync(join(folder, 'gitops'), { recursive: true, force: true });
  cpSync(join(folder, 'fresh'), join(folder, 'gitops'), { recursive: true });
});

function write(files: readonly File[], root = 'gitops'): void {
  for (const { path, content } of files) {
    mkdirSync(dirname(join(folder, root, path)), { recursive: true });
    writeFileSync(join(folder, root, path), content);
  }
}

const promote = (version: string, cluster: string, ...more: string[]) =>
  planesmith(folder, ['promote', version, '--cluster', cluster, ...more]);
/** The decision as of that time. */
const decideAt = (version: string, cluster: string, now: string) =>
  decidePromotion(
    version,
    { cluster, fleet: join(folder, 'gitops'), config: join(folder, 'planesmith.config.ts') },
    new Date(now),
  );
/** Promotes as of that time, as the command does; returns the refusals, without which it has. */
async function promoteAt(version: string, cluster: string, now: string) {
  const { proofs, files } = await decideAt(version, cluster, now);
  await writeChange(join(folder, 'gitops'), files);
  return proofs.filter(({ verdict }) => verdict === 'refused').map(({ says, remedy }) => `${says}: ${remedy}`);
}
const read = (path: string) => readFileSync(join(folder, 'gitops', path), 'utf8');
const all = () =>
  Object.fromEntries(
    readdirSync(join(folder, 'gitops'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), 'utf8')]),
  );
const day = (number: number) => `2026-01-0${number}T00:00:00Z`;

describe('planesmith promote', () => {
  it('moves a version to the first cluster', async () => {
    const begun = new Date();
    expect(await promote('0.2.0', 'dev')).toMatchObject({
      code: 0,
      stderr: 'dev: 0.1.0 → 0.2.0 (promotion). Commit gitops/clusters/dev.yaml and gitops/evidence/dev/0.2.0.yaml\n',
    });
    const at = readEvidence(join(folder, 'gitops'), 'dev', '0.2.0')?.at ?? '';
    expect(Date.parse(at)).toBeGreaterThanOrEqual(begun.getTime());
    expect(Date.parse(at)).toBeLessThanOrEqual(Date.now());
    // It is too young for the next one, and nobody can say otherwise.
    write([smokeOf('0.2.0', new Date().toISOString())]);
    expect(await promote('0.2.0', 'prod')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('dev has 0.2.0 for 0m, less than 24h'),
    });
    expect(await promote('0.2.0', 'prod', '--now', '2036-01-01T00:00:00Z')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("unknown option '--now'"),
    });
    expect(read('clusters/prod.yaml')).toContain('version: 0.1.0');
  });

  it('moves a version through the fleet, and back', async () => {
    expect(await promoteAt('0.2.0', 'dev', day(1))).toEqual([]);
    write([smokeOf('0.2.0', day(2))]);
    expect(await promoteAt('0.2.0', 'prod', day(1))).toEqual([
      'dev has 0.2.0 for 0m, less than 24h: try again after 2026-01-02T00:00:00.000Z',
      expect.stringContaining('in the future'),
    ]);
    expect(await promoteAt('0.2.0', 'prod', day(3))).toEqual([]);
    expect(read('clusters/prod.yaml')).toBe(
      '# The shop.\nname: prod\nenvironment: prod\ntarget: local\nflavour: namespaced\nafter: dev\nversion: 0.2.0 # moved by promote\n',
    );
    const evidence = read('evidence/prod/0.2.0.yaml');
    expect(evidence).toMatch(
      /^cluster: prod\nversion: "?0\.2\.0"?\nfrom: "?0\.1\.0"?\nwhat: promotion\nat: "?2026-01-03T00/,
    );
    expect(evidence).toContain('- proof: alerts\n  verdict: met\n  says: alerts.json has 0 open alerts');
    // It was never promoted to prod, so going back proves all.
    expect(await promoteAt('0.1.0', 'prod', day(3))).toEqual([expect.stringContaining('dev has 0.2.0, not 0.1.0')]);
    write([{ path: 'alerts.json', content: '[{"labels":{"alertname":"Down"}}]' }]);
    write([
      { path: 'evidence/prod/0.1.0.yaml', content: evidence.replaceAll('0.2.0', '0.1.0').replace(/checksums:.*/, '') },
    ]);
    expect(await promote('0.1.0', 'prod')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('evidence/prod/0.1.0.yaml'),
    });
  });

  it('takes back what ran before, whatever the alerts say', async () => {
    expect(await promoteAt('0.1.0', 'dev', day(1))).toEqual([]);
    expect(await promoteAt('0.2.0', 'dev', day(2))).toEqual([]);
    write([{ path: 'alerts.json', content: '[{"labels":{"alertname":"Down"}}]' }]);
    expect(await promote('0.1.0', 'dev')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('waived   alerts: 0.1.0 ran here since 2026-01-01T00:00:00.000Z'),
      stderr: expect.stringContaining('dev: 0.2.0 → 0.1.0 (rollback)'),
    });
    expect(read('clusters/dev.yaml')).toContain('version: 0.1.0\n');
    expect(read('evidence/dev/0.1.0.yaml')).toContain('what: rollback');
    expect(await promote('0.2.0', 'dev')).toMatchObject({ code: 1, stderr: expect.stringContaining('1 open alert') });
  });

  it('gives the same bytes at the same time, and leaves a version alone that is there', async () => {
    await promoteAt('0.2.0', 'dev', day(1));
    const once = all();
    expect(await promote('0.2.0', 'dev')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('nothing to write'),
    });
    expect(all()).toEqual(once);
    rmSync(join(folder, 'gitops'), { recursive: true });
    cpSync(join(folder, 'fresh'), join(folder, 'gitops'), { recursive: true });
    await promoteAt('0.2.0', 'dev', day(1));
    expect(all()).toEqual(once);
  });

  it('only says what would be, with --dry-run and as data', async () => {
    const before = all();
    const { code, stdout } = await promote('0.2.0', 'dev', '--dry-run', '-o', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ cluster: 'dev', version: '0.2.0', from: '0.1.0', allowed: true });
    expect(all()).toEqual(before);
  });
});

/** Why the version is refused on the first day, with the exit code, as the command prints it; undefined if it is not. */
async function refusalOf(version: string, cluster: string): Promise<object | undefined> {
  try {
    const { proofs, files } = await decideAt(version, cluster, day(1));
    const refused = proofs.filter(({ verdict }) => verdict === 'refused');
    if (refused.length === 0) return undefined;
    expect(files).toEqual([]);
    return { code: 1, says: refused.map(({ proof, says, remedy }) => `${proof}: ${says}: ${remedy}`).join('\n') };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { code: 2, says: `${error.message}: ${error.hint}` };
  }
}

describe('planesmith promote changes nothing', () => {
  let silent: Server;
  beforeAll(async () => {
    silent = createServer(() => undefined);
    await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
  });
  afterAll(() => {
    silent.closeAllConnections();
    silent.close();
  });
  const stranger = readPrivateKey(theirs.private, 'theirs');
  const silentSource = () => `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const cases: readonly {
    reason: string;
    files?: () => readonly File[];
    without?: string;
    version?: string;
    cluster?: string;
    code: 1 | 2;
    says: RegExp;
  }[] = [
    { reason: 'a cluster that is not there', cluster: 'devv', code: 2, says: /no cluster devv, did you mean dev\?/ },
    { reason: 'a version that is not published', version: '0.3.0', code: 2, says: /0\.3\.0 is not published/ },
    {
      reason: 'an edited version',
      files: () => [{ path: 'versions/0.2.0/release.yaml', content: `${second[0]?.content}\n# later\n` }],
      code: 2,
      says: /versions\/0\.2\.0\/release\.yaml has the sha256/,
    },
    {
      reason: 'two versions at once',
      files: () => [{ path: 'clusters/dev.yaml', content: `${madeCluster('dev').content}version: 0.2.0\n` }],
      code: 2,
      says: /clusters\/dev\.yaml:\d+:\d+: .*version/,
    },
    { reason: 'no promotion.yaml', without: 'promotion.yaml', code: 2, says: /has no promotion\.yaml/ },
    {
      reason: 'a field that nobody knows',
      files: () => [
        { path: 'promotion.yaml', content: settings.replace('minimumAge: 24h', 'minimumAge: 24h\nminimunAge: 1h') },
      ],
      code: 2,
      says: /gitops\/promotion\.yaml:4:1: .*unknown field "minimunAge", did you mean "minimumAge"\?/,
    },
    {
      reason: 'an age without unit',
      files: () => [{ path: 'promotion.yaml', content: settings.replace('24h', '"24"') }],
      code: 2,
      says: /promotion\.yaml:3:1: minimumAge: Invalid value/,
    },
    {
      reason: 'a cluster in promotion.yaml that is not there',
      files: () => [{ path: 'promotion.yaml', content: settings.replace('dev:', 'test:') }],
      code: 2,
      says: /clusters\.test: the fleet has no such cluster/,
    },
    {
      reason: 'a key that is not there',
      without: 'keys/release.pub',
      code: 2,
      says: /key: there is no \S*gitops\/keys/,
    },
    {
      reason: 'a private key in Git',
      files: () => [{ path: 'keys/release.pub', content: ours.private }],
      code: 2,
      says: /is a private key/,
    },
    {
      reason: 'signatures of somebody else',
      files: () => signatures(second, stranger),
      code: 1,
      says: /^signature: acme-local has a signature, but none by this key/,
    },
    {
      reason: 'no attestation of tests',
      files: () => signatures(second, signer, false),
      code: 1,
      says: /^tests: acme-local has no attestation by this key that its tests passed: sign the release with `planesmith sign --tests/,
    },
    { reason: 'no alerts', without: 'alerts.json', code: 1, says: /^alerts: there is no alerts\.json/ },
    {
      reason: 'alerts that do not answer',
      files: () => [
        { path: 'promotion.yaml', content: settings.replace('alerts.json', `${silentSource()}\n  timeoutSeconds: 1`) },
      ],
      code: 1,
      says: /^alerts: http:\/\/127\.0\.0\.1:\d+ does not answer within 1 s/,
    },
    {
      reason: 'a version that the cluster before does not have',
      cluster: 'prod',
      code: 1,
      says: /^before: dev has 0\.1\.0, not 0\.2\.0: promote it there first: planesmith promote 0\.2\.0 --cluster dev/,
    },
    {
      reason: 'smoke results that nobody wrote so',
      cluster: 'prod',
      files: () => [{ path: 'evidence/dev/smoke.yaml', content: 'passed: yes\n' }],
      code: 2,
      says: /evidence\/dev\/smoke\.yaml:1:\d+: /,
    },
  ];
  it.each(cases)('for $reason', async ({ files, without, version = '0.2.0', cluster = 'dev', code, says }) => {
    write(files?.() ?? []);
    if (without !== undefined) rmSync(join(folder, 'gitops', without));
    expect(await refusalOf(version, cluster)).toEqual({ code, says: expect.stringMatching(says) });
  });

  it('for a folder that cannot be written', async () => {
    write([{ path: 'evidence', content: 'a file' }]);
    const before = all();
    expect(await promote('0.2.0', 'dev')).toMatchObject({ code: 2 });
    expect(all()).toEqual(before);
  });
});
