/** The command line, from arguments to an exit code. */
import { Command, Option } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { build } from './build.ts';
import { bundle } from './bundle.ts';
import { bump } from './bump.ts';
import { canary } from './canary.ts';
import { check } from './check.ts';
import { claim } from './claim.ts';
import { compare } from './compare.ts';
import { explain } from './explain.ts';
import { gitops } from './gitops.ts';
import { init } from './init.ts';
import { install } from './install.ts';
import { kitOf, kitOption } from './kit-option.ts';
import { lock } from './lock.ts';
import { migrate } from './migrate.ts';
import { models } from './models.ts';
import { mount } from './mount.ts';
import { newCommand } from './new.ts';
import { overlay } from './overlay.ts';
import { plan } from './plan.ts';
import { preflight } from './preflight.ts';
import { promote } from './promote.ts';
import { pull } from './pull.ts';
import { push } from './push.ts';
import { render } from './render.ts';
import { configured, outputOption, runToEnd } from './run-program.ts';
import { serve } from './serve.ts';
import { settle } from './settle.ts';
import { usualConfig } from './session.ts';
import { retire } from './retire.ts';
import { sign } from './sign.ts';
import { smoke } from './smoke.ts';
import { start } from './start.ts';
import { uninstall } from './uninstall.ts';
import { validate } from './validate.ts';
import { verify } from './verify.ts';

const commands = [
  start,
  claim,
  explain,
  validate,
  overlay,
  render,
  mount,
  check,
  build,
  compare,
  plan,
  migrate,
  bump,
  sign,
  push,
  pull,
  bundle,
  install,
  uninstall,
  gitops,
  promote,
  smoke,
  canary,
  retire,
  init,
  newCommand,
  models,
  preflight,
  lock,
  verify,
  serve,
  settle,
];

/** Runs the command that `argv` names (without node and script), and ends the process with its exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  await runToEnd(async () => {
    const { source, rest } = kitOf(argv);
    if (source === undefined) await program().parseAsync(argv, { from: 'user' });
    else process.exitCode = await (await import('./foreign-kit.ts')).runForeignKit(source, rest);
  });
}

function program(): Command {
  const root = configured(new Command('planesmith'))
    .description(manifest.description)
    .version(manifest.version)
    .addOption(new Option('--config <file>', 'the platform').default(usualConfig))
    .addOption(kitOption())
    .addOption(outputOption());
  for (const add of commands) add(root);
  return root;
}
