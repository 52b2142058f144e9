import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planesmith, widgetFolder } from './testing/widget-folder.ts';

/** A program in the place of kubectl: it answers from files, and notes what it was asked. */
const kubectl = `#!/bin/sh
echo "$*" >> asked.txt
for path; do case "$path" in /*) break;; esac; done
[ "$KUBECTL_FAILS" = yes ] && { echo 'Unable to connect to the server: dial tcp 10.0.0.1:443: connect: connection refused' >&2; exit 1; }
case "$*" in *create*) cat > review.json;; esac
[ -e "dump$path.json" ] && exec cat "dump$path.json"
echo 'Error from server (NotFound): the server could not find the requested resource' >&2
exit 1
`;

const answers: Readonly<Record<string, object>> = {
  '/version': { gitVersion: 'v1.36.3' },
  '/apis/apiextensions.crossplane.io/v2': { resources: [] },
  '/apis/apiextensions.crossplane.io/v1beta1/environmentconfigs/toys': {
    data: { name: 'dev', version: '1', maxTeeth: 5 },
  },
  '/apis/toys.example.org/v1': { resources: ['Gear', 'Login', 'Sticker'].map((kind) => ({ kind })) },
  '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews': {
    status: { resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }] },
  },
};

let folder: string;
let env: Readonly<Record<string, string>>;
beforeAll(() => {
  folder = widgetFolder({
    'bin/kubectl': kubectl,
    'whole.json': JSON.stringify(answers),
    'list.json': '[]',
    'odd.json': '{"version":{}}',
  });
  chmodSync(join(folder, 'bin/kubectl'), 0o755);
  mkdirSync(join(folder, 'empty'));
  for (const [path, answer] of Object.entries(answers)) {
    const file = join(folder, `dump${path}.json`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(answer));
  }
  env = { PATH: `${join(folder, 'bin')}:${process.env['PATH']}` };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('preflight', () => {
  it('asks a cluster through kubectl, and prints a line for each check', async () => {
    const { code, stdout, stderr } = await planesmith(
      folder,
      ['preflight', '--context', 'prod', '--kubeconfig', 'kc'],
      { env },
    );
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('0 failed') as string });
    expect(stdout).toContain('pass    Kubernetes: v1.36.3\n');
    expect(stdout).toMatch(/^unknown Crossplane: .+; .+$/m);
    expect(stdout).toContain('pass    your rights: ');
  });

  it('reads the same from a folder, and from a file', async () => {
    const [live, inFolder, inFile] = await Promise.all(
      [[], ['--dump', 'dump'], ['--dump', 'whole.json']].map((args) =>
        planesmith(folder, ['preflight', ...args, '-o', 'json'], { env }),
      ),
    );
    const passed = (text = '') =>
      (JSON.parse(text) as { name: string; result: string }[]).filter(({ result }) => result === 'pass');
    expect(passed(inFolder?.stdout)).toEqual(passed(live?.stdout));
    expect(passed(inFile?.stdout)).toEqual(passed(live?.stdout));
    expect(passed(live?.stdout).length).toBeGreaterThan(3);
  });

  it('exits with 1 for a finding, and says what to do', async () => {
    const lacking = { ...answers, '/version': { gitVersion: 'v1.20.0' } };
    writeFileSync(join(folder, 'old.json'), JSON.stringify(lacking));
    const { code, stdout, stderr } = await planesmith(folder, ['preflight', '--dump', 'old.json']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^fail {4}Kubernetes: v1\.20\.0 .+; upgrade the cluster/m);
    expect(stderr).toContain('1 failed');
  });

  it('prints the paths for a dump', async () => {
    const { code, stdout } = await planesmith(folder, ['preflight', '--paths']);
    expect(code).toBe(0);
    expect(stdout.trim().split('\n')).toEqual(expect.arrayContaining(['/version', '/apis/apps/v1/daemonsets']));
  });

  it.each([
    {
      reason: 'a cluster that is not there',
      args: [],
      fails: 'yes',
      says: /the cluster does not answer: .*connection refused/,
      hint: /--context/,
    },
    {
      reason: 'a dump that is not there',
      args: ['--dump', 'gone'],
      says: /there is no dump gone/,
      hint: /folder or a JSON file/,
    },
    { reason: 'an empty dump', args: ['--dump', 'empty'], says: /empty has no answer/, hint: /docs\/preflight\.md/ },
    {
      reason: 'a dump that is a list',
      args: ['--dump', 'list.json'],
      says: /has no answer/,
      hint: /docs\/preflight\.md/,
    },
    {
      reason: 'a dump that is no JSON',
      args: ['--dump', 'bin/kubectl'],
      says: /bin\/kubectl is no JSON/,
      hint: /paths/,
    },
    {
      reason: 'a dump of something else',
      args: ['--dump', 'odd.json'],
      says: /"version", which is no path/,
      hint: /paths/,
    },
    {
      reason: 'a misspelt target',
      args: ['--target', 'locl'],
      says: /no package has the target locl, did you mean local\?/,
      hint: /targets are/,
    },
  ])('exits with 2 for $reason', async ({ args, fails = 'no', says, hint }) => {
    const { code, stdout, stderr } = await planesmith(folder, ['preflight', ...args], {
      env: { ...env, KUBECTL_FAILS: fails },
    });
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(says);
    expect(stderr).toMatch(hint);
  });

  it('says that there is no kubectl', async () => {
    const { code, stderr } = await planesmith(folder, ['preflight'], { env: { PATH: join(folder, 'empty') } });
    expect(code).toBe(2);
    expect(stderr).toContain('kubectl cannot be run');
  });
});
