/** The program of a kit: the commands for developers, with a platform in it. A build bundles this file with the platform. */
import { join } from 'node:path';
import { Command } from 'commander';
import type { Platform } from '../platform/platform.ts';
import { claim } from './claim.ts';
import { explain } from './explain.ts';
import { useLoaded } from './load-platform.ts';
import { migrate } from './migrate.ts';
import { mount } from './mount.ts';
import { overlay } from './overlay.ts';
import { render } from './render.ts';
import { settle } from './settle.ts';
import { configured, outputOption, runToEnd } from './run-program.ts';
import { validate } from './validate.ts';

/** What a kit knows besides its platform. */
interface KitParts {
  /** The name of its command. */
  readonly command: string;
  /** The version of the engine that it was built with. */
  readonly engine: string;
  readonly synthesised: NonNullable<Platform['synthesised']>;
}

/** Runs the command line of the kit in `folder`, and ends the process. */
export async function runKit(platform: Platform, folder: string, { command, engine, synthesised }: KitParts) {
  useLoaded({
    platform: { ...platform, synthesised },
    root: folder,
    config: 'planesmith.config.ts',
    environments: join(folder, 'environments'),
  });
  const { name, version, group } = platform;
  const title = `${name} ${version} (${group}), made with planesmith ${engine}`;
  const root = configured(new Command(command))
    .description(`The APIs of the platform ${title}, for its developers.`)
    .version(title)
    .addOption(outputOption());
  for (const add of [claim, explain, validate, overlay, render, mount, migrate, settle]) add(root);
  fitHelp(root, platform);
  await runToEnd(() => root.parseAsync(process.argv.slice(2), { from: 'user' }));
}

/** A kit reaches no network, and writes no files. */
const impossible: ReadonlySet<string> = new Set(['--function', '--write']);

/** Names the targets of the platform in the help, and leaves out what no kit can do. */
function fitHelp(root: Command, { apis }: Platform): void {
  const targets = [...new Set(Object.values(apis).flatMap((api) => [...api.targets]))].join(', ');
  for (const option of root.commands.flatMap((command) => command.options)) {
    if (impossible.has(option.long ?? '')) option.hideHelp();
    if (option.long === '--target') option.description += `; one of ${targets}`;
  }
}
