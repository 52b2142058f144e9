/** Every command of planesmith that a page gives works. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commands, pages, planesmith, textOf } from './page.ts';

const prefix = 'npx planesmith ';
const ours = pages
  .flatMap((page) => commands(textOf(page)))
  // Other tests run those that write an API or a platform (test/commands/new-api.test.ts, test/real/packed-engine.test.ts).
  // So they do for those that need a kit (test/pages/{kit,compare,plan,bump}.test.ts) or a registry
  // (engine/src/cli/{push,lock}.test.ts, test/real/{push,airgap}.test.ts).
  // Those that need a cluster run in test/real/install.test.ts.
  // Those that need a published version run in test/pages/gitops.test.ts.
  // Those that need an object of a cluster run in test/pages/changing-an-api.test.ts.
  .filter(
    (command) =>
      command.startsWith(prefix) &&
      !/^(init |new |--platform |compare platform-|plan |push|pull|lock|bundle|verify bundle-|bump |sign |gitops |install |uninstall)/.test(
        command.slice(prefix.length),
      ),
  )
  .filter((command) => !command.includes('--observed live.yaml'))
  // They need a fleet or a cluster (engine/src/cli/{promote,smoke,canary,retire}.test.ts, test/real/{promotion,upgrade}.test.ts).
  .filter((command) => !/^(promote|smoke|canary|retire)\b/.test(command.slice(prefix.length)))
  // It needs the image that the lock pins (engine/src/cli/lock-fit.test.ts).
  .filter((command) => !command.includes('--base '))
  // It needs a cluster (engine/src/cli/preflight.test.ts, test/real/capable.test.ts).
  .filter((command) => !command.startsWith(`${prefix}preflight`) || command.endsWith('--paths'))
  // It needs a signed release, here or in a registry (engine/src/cli/sign.test.ts, test/real/sign.test.ts).
  .filter((command) => !command.includes('--key '))
  // It needs a folder without changes (engine/src/cli/verify.test.ts).
  .filter((command) => !command.includes('--rebuild'));

it.for([...new Set(ours)])('%s', async (command) => {
  const out = await mkdtemp(join(tmpdir(), 'planesmith-pages-'));
  const words = command.slice(prefix.length).split(' ');
  const dist = join(out, 'dist');
  if (words[0] === 'verify') await planesmith('build', '--only', 'platform-local', '--out', dist);
  const args =
    words[0] === 'build' ? [...words, '--out', dist] : words.map((word) => word.replace(/^dist(?=\/|$)/, dist));
  const { stdout, stderr } = await planesmith(...args).finally(() => rm(out, { recursive: true }));
  expect((stdout + stderr).trim()).not.toBe('');
});
