import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const script = join(import.meta.dirname, 'testing/print-digests.ts');

/** The output of the script with these settings, in a new folder. */
async function digests({ env = {}, umask = '022', cwd }: { env?: NodeJS.ProcessEnv; umask?: string; cwd?: string }) {
  const folder = await mkdtemp(join(tmpdir(), 'widget-platform-'));
  try {
    const command = `umask ${umask} && exec "$@"`;
    const args = ['-c', command, 'sh', process.execPath, script, join(folder, 'platform')];
    const { stdout } = await promisify(execFile)('sh', args, { cwd: cwd ?? folder, env: { ...process.env, ...env } });
    return stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const expected = digests({});

describe('the bytes of a package do not depend on', () => {
  it.each([
    { setting: 'the time of the build', settings: {} },
    { setting: 'the time zone', settings: { env: { TZ: 'Pacific/Kiritimati' } } },
    { setting: 'the locale', settings: { env: { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' } } },
    { setting: 'the umask', settings: { umask: '077' } },
    { setting: 'the working directory', settings: { cwd: '/' } },
    { setting: 'SOURCE_DATE_EPOCH', settings: { env: { SOURCE_DATE_EPOCH: '1' } } },
  ])('$setting', async ({ settings }) => {
    expect(await digests(settings)).toBe(await expected);
  });

  it('chance, since every file of three packages was compared', async () => {
    const paths = (await expected)
      .trim()
      .split('\n')
      .map((line) => line.replace(/^sha256:[0-9a-f]{64} /, ''));
    expect(paths.filter((path) => !path.includes('/blobs/'))).toEqual([
      'packages/toy-local-0.1.0.xpkg',
      'oci/toy-local/oci-layout',
      'oci/toy-local/index.json',
      'manifests/toy-local/crossplane.yaml',
      'manifests/toy-local/compositeresourcedefinition-widgets.example.org.yaml',
      'manifests/toy-local/composition-widgets-local.yaml',
      'packages/toy-functions-0-1-0-0.1.0-amd64.xpkg',
      'packages/toy-functions-0-1-0-0.1.0-arm64.xpkg',
      'oci/toy-functions-0-1-0/oci-layout',
      'oci/toy-functions-0-1-0/index.json',
      'manifests/toy-functions-0-1-0/crossplane.yaml',
      'manifests/toy-functions-0-1-0/customresourcedefinition-inputs.planesmith.dev.yaml',
      'packages/toy-root-1.0.0-amd64.xpkg',
      'oci/toy-root/oci-layout',
      'oci/toy-root/index.json',
      'manifests/toy-root/crossplane.yaml',
      'manifests/toy-root/customresourcedefinition-inputs.planesmith.dev.yaml',
    ]);
  });
});
