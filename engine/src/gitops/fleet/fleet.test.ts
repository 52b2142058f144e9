import { appendFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { UserError } from '../../errors.ts';
import type { File } from '../../files.ts';
import { madeCluster, madeVersion, withFiles } from '../testing/made-fleet.ts';
import { type Cluster, configurationsFor, type Fleet, type PublishedVersion, readFleet } from './index.ts';

const versions = [...madeVersion('0.2.0'), ...madeVersion('0.10.0'), ...madeVersion('0.1.0')];

describe('a fleet', () => {
  it('has its clusters by name, and its versions from the lowest to the highest', () =>
    withFiles(
      [
        madeCluster('prod', {
          environment: 'prod',
          target: 'aws',
          flavour: 'claims',
          version: '"0.2.0"',
          channel: 'stable',
          server: 'https://prod.example.org:6443',
          after: 'dev',
          facts: 'facts/prod.yaml',
        }),
        madeCluster('dev'),
        { path: 'facts/prod.yaml', content: '' },
        { path: 'clusters/README.md', content: 'one file per cluster' },
        ...versions,
      ],
      async (folder) => {
        const fleet: Fleet = await readFleet(folder);
        expect(fleet.versions.map(({ version }) => version)).toEqual(['0.1.0', '0.2.0', '0.10.0']);
        expect(fleet.clusters).toEqual([
          {
            name: 'dev',
            environment: 'dev',
            target: 'local',
            flavour: 'namespaced',
            version: '0.1.0',
            server: 'https://kubernetes.default.svc',
            file: 'clusters/dev.yaml',
          },
          {
            name: 'prod',
            environment: 'prod',
            target: 'aws',
            flavour: 'claims',
            version: '0.2.0',
            channel: 'stable',
            server: 'https://prod.example.org:6443',
            after: 'dev',
            facts: 'facts/prod.yaml',
            file: 'clusters/prod.yaml',
          },
        ]);
        expect(fleet.versions[0]).toMatchObject({ path: 'versions/0.1.0', release: { platform: 'acme' } });
      },
    ));

  it('knows the packages of a cluster by target and flavour', () =>
    withFiles([madeCluster('dev', { flavour: 'claims' }), ...versions], async (folder) => {
      const fleet = await readFleet(folder);
      const [version, cluster]: [PublishedVersion, Cluster] = [fleet.versions[0]!, fleet.clusters[0]!];
      expect(configurationsFor(version, cluster).map(({ name }) => name)).toEqual(['acme-local-claims']);
    }));

  interface Mistaken {
    readonly reason: string;
    readonly files: readonly File[];
    readonly change?: (folder: string) => void;
    /** Follows the folder in the message. */
    readonly says: string;
    readonly hint?: RegExp;
  }
  const dev = (lines: Parameters<typeof madeCluster>[1]) => [madeCluster('dev', lines), ...versions];
  const mistakes: readonly Mistaken[] = [
    {
      reason: 'an unknown field',
      files: dev({ enviroment: 'dev' }),
      says: '/clusters/dev.yaml:6:1: a cluster has no field enviroment; did you mean environment?',
    },
    {
      reason: 'an unknown field that is like none',
      files: dev({ x: 'dev' }),
      says: '/clusters/dev.yaml:6:1: a cluster has no field x, only name, environment, target, flavour, version, channel, server, after, facts',
    },
    ...[
      'https://mirror.example.org',
      'mirror.example.org/',
      'mirror',
      'mirror.example.org/a:v1',
      'x.example.org/A',
    ].map((mirror) => ({
      reason: `a mirror that is no registry, ${mirror}`,
      files: dev({ mirror: `"${mirror}"` }),
      says: `/clusters/dev.yaml:6:9: mirror: "${mirror}" is no registry, such as registry.internal.example/platform`,
    })),
    {
      reason: 'a field that every object of JavaScript has',
      files: dev({ constructor: 'dev' }),
      says: '/clusters/dev.yaml:6:1: a cluster has no field constructor',
    },
    {
      reason: 'a field that is not there',
      files: dev({ flavour: undefined }),
      says: '/clusters/dev.yaml:1:1: this cluster lacks flavour',
    },
    {
      reason: 'two versions selected in one file',
      files: [{ path: 'clusters/dev.yaml', content: 'name: dev\nversion: 0.1.0\nversion: 0.2.0\n' }, ...versions],
      says: '/clusters/dev.yaml:3:1: the key "version" occurs twice in this map',
    },
    {
      reason: 'two versions selected in JSON',
      files: [
        { path: 'clusters/dev.yaml', content: '{"name": "dev", "version": "0.1.0", "version": "0.2.0"}' },
        ...versions,
      ],
      says: '/clusters/dev.yaml:1:37: the key "version" occurs twice in this map',
    },
    {
      reason: 'two versions selected in a list',
      files: dev({ version: '[0.1.0, 0.2.0]' }),
      says: '/clusters/dev.yaml:5:10: version is no text',
    },
    {
      reason: 'two files that select the version of one cluster',
      files: [{ ...madeCluster('dev', { version: '0.2.0' }), path: 'clusters/dev.yml' }, ...dev({})],
      says: '/clusters/dev.yml:1:7: name: dev is the cluster of clusters/dev.yaml, too',
    },
    {
      reason: 'a file of another name',
      files: [{ ...madeCluster('dev'), path: 'clusters/prod.yaml' }, ...versions],
      says: '/clusters/prod.yaml:1:7: name: this is the file of prod, and names dev',
    },
    {
      reason: 'a pointer to a version that does not exist',
      files: dev({ version: '0.3.0' }),
      says: '/clusters/dev.yaml:5:10: version: 0.3.0 is not published, only 0.1.0, 0.2.0, 0.10.0',
    },
    {
      reason: 'a pointer before anything is published',
      files: [madeCluster('dev')],
      says: '/clusters/dev.yaml:5:10: version: 0.1.0 is not published',
    },
    {
      reason: 'a range',
      files: dev({ version: '0.x' }),
      says: '/clusters/dev.yaml:5:10: version: "0.x" is no version, such as 0.1.0',
    },
    {
      reason: 'a target for which the version is not published',
      files: dev({ target: 'aws' }),
      change: (folder) => {
        const root = join(folder, 'versions/0.1.0');
        rmSync(join(root, 'packages/aws-namespaced'), { recursive: true });
        const sums = readFileSync(join(root, 'SHA256SUMS'), 'utf8');
        writeFileSync(join(root, 'SHA256SUMS'), sums.replace(/.*aws-namespaced.*\n/g, ''));
      },
      says: '/clusters/dev.yaml:3:9: target: 0.1.0 has no package for aws (namespaced)',
    },
    {
      reason: 'a target that the version lacks',
      files: dev({ target: 'gcp' }),
      says: '/clusters/dev.yaml:3:9: target: 0.1.0 has no package for gcp (namespaced)',
    },
    {
      reason: 'an unknown flavour',
      files: dev({ flavour: 'v2' }),
      says: '/clusters/dev.yaml:4:10: flavour: "v2" is neither namespaced nor claims',
    },
    {
      reason: 'a plain connection',
      files: dev({ server: 'http://prod' }),
      says: '/clusters/dev.yaml:6:9: server: "http://prod" is no address',
    },
    {
      reason: 'a predecessor that is not there',
      files: dev({ after: 'qa' }),
      says: '/clusters/dev.yaml:6:8: after: there is no cluster qa',
    },
    {
      reason: 'a circle of promotion',
      files: [madeCluster('prod', { after: 'dev' }), ...dev({ after: 'prod' })],
      says: '/clusters/dev.yaml:6:8: after: dev comes before prod comes before dev',
    },
    {
      reason: 'facts that are not there',
      files: dev({ facts: 'facts/dev.yaml' }),
      says: '/clusters/dev.yaml:6:8: facts: there is no ',
    },
    {
      reason: 'facts of elsewhere',
      files: dev({ facts: '../dev.yaml' }),
      says: '/clusters/dev.yaml:6:8: facts: "../dev.yaml" is no relative path',
    },
    {
      reason: 'a name that no object can have',
      files: [madeCluster('Dev'), ...versions],
      says: '/clusters/Dev.yaml:1:7: name: "Dev" is no name',
    },
    {
      reason: 'an empty file',
      files: [{ path: 'clusters/dev.yaml', content: '' }, ...versions],
      says: '/clusters/dev.yaml:1:1: this is no cluster: the file is empty',
    },
    {
      reason: 'a list',
      files: [{ path: 'clusters/dev.yaml', content: '- name: dev\n' }, ...versions],
      says: '/clusters/dev.yaml:1:1: this is no cluster',
    },
    {
      reason: 'two documents',
      files: [
        { path: 'clusters/dev.yaml', content: `${madeCluster('dev').content as string}---\nname: prod\n` },
        ...versions,
      ],
      says: '/clusters/dev.yaml:7:1: a second document',
    },
    {
      reason: 'a stray file',
      files: [{ path: 'clusters/dev.txt', content: '' }, ...dev({})],
      says: '/clusters/dev.txt is no file of a cluster',
    },
    {
      reason: 'no clusters',
      files: versions,
      says: ' is no fleet: it has no folder clusters',
      hint: /clusters\/<cluster>\.yaml: a cluster is `\{ name: .*fleet\.yaml, where the fleet itself is: it is `\{ repository: /,
    },
    {
      reason: 'an edited version',
      files: dev({}),
      change: (folder) => appendFileSync(join(folder, 'versions/0.2.0/release.yaml'), '# looks harmless\n'),
      says: '/versions/0.2.0/release.yaml has the sha256 ',
    },
    {
      reason: 'a file that was added to a version',
      files: dev({}),
      change: (folder) => writeFileSync(join(folder, 'versions/0.2.0/more.yaml'), ''),
      says: '/versions/0.2.0/more.yaml is no part of the release: SHA256SUMS does not list it',
    },
    {
      reason: 'a version without its list of digests',
      files: dev({}),
      change: (folder) => rmSync(join(folder, 'versions/0.2.0/SHA256SUMS')),
      says: '/versions/0.2.0/SHA256SUMS is missing',
    },
    {
      reason: 'a version in the folder of another',
      files: [
        ...dev({}),
        ...madeVersion('0.4.0').map((file) => ({ ...file, path: file.path.replace('0.4.0', '0.3.0') })),
      ],
      says: '/versions/0.3.0/release.yaml is of version 0.4.0, in the folder of 0.3.0',
    },
    {
      reason: 'a folder that is no version',
      files: dev({}),
      change: (folder) => mkdirSync(join(folder, 'versions/latest')),
      says: '/versions/latest is no folder of a version',
    },
  ];
  it.each([
    { reason: 'an empty release.yaml', change: (file: string) => writeFileSync(file, '') },
    { reason: 'no release.yaml', change: (file: string) => rmSync(file) },
    {
      reason: 'a link in place of it',
      change: (file: string) => {
        rmSync(file);
        symlinkSync('/dev/zero', file);
      },
    },
  ])('says that a published version comes back from Git if it has $reason', ({ change }) =>
    withFiles(dev({}), async (folder) => {
      change(join(folder, 'versions/0.2.0/release.yaml'));
      await expect(readFleet(folder)).rejects.toMatchObject({
        message: expect.stringContaining('versions/0.2.0'),
        hint: expect.stringContaining('restore it from Git'),
      });
    }),
  );

  it.each(mistakes)(
    'is refused with file, line and remedy for $reason',
    ({ files, change, says, hint = /\w{3}/, reason }) =>
      withFiles(files, async (folder) => {
        change?.(folder);
        const error = await readFleet(folder).catch((thrown: UserError) => thrown);
        expect(error, reason).toMatchObject({ name: 'UserError', hint: expect.stringMatching(hint) });
        const { message } = error as UserError;
        expect(message.replace(folder, '').slice(0, says.length), reason).toBe(says);
      }),
  );
});
