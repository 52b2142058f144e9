/** `planesmith lock` fills in the digests of the lock. */
import type { Command } from 'commander';
import type { Answer } from '../lock/index.ts';
import { collect } from './collect.ts';
import { annotate, count, print, printData, run, tell } from './session.ts';
import { columns } from './table.ts';

interface Options {
  readonly check: boolean;
  readonly update: readonly string[];
}

export function lock(program: Command): void {
  program
    .command('lock')
    .summary('fill in the digests of planesmith.lock.yaml')
    .description(
      'Asks the registries what the versions in planesmith.lock.yaml are, and writes the digests of those that have none. ' +
        'A version never changes by this: you or a tool for updates edit it.',
    )
    .argument('[name...]', 'only these pins, instead of all')
    .option('--check', 'write nothing; exit with 1 if something would change', false)
    .option('--update <name>', 'accept what the version of this pin names now (repeat for more)', collect, [])
    .addHelpText(
      'after',
      '\nExits with 1 if a version names something else than the lock says, and if a registry does not answer:\nsuch a pin keeps what it had.',
    )
    .action(
      run(async ({ config, output }, names: readonly string[], { check, update }: Options) => {
        const { refreshLock } = await import('./refresh-lock.ts');
        const answers = await refreshLock(config, { only: names, update, check });
        if (output === 'text') print(table(answers.filter(({ outcome }) => outcome !== 'same')));
        else await printData(output, answers.map(asData));
        for (const answer of answers.filter(isTrouble)) report(answer);
        const changed = answers.filter(({ outcome }) => outcome === 'resolved' || outcome === 'updated');
        const changes = check ? 'would change' : 'changed';
        tell(`${count(answers.length, 'pin')} asked for, ${changed.length} ${changes}`);
        return answers.some(isTrouble) || (check && changed.length > 0) ? 1 : 0;
      }),
    );
}

function isTrouble({ outcome }: Answer): boolean {
  return outcome === 'moved' || outcome === 'failed';
}

function table(answers: readonly Answer[]): string {
  return columns(answers.map(({ pin, found, outcome }) => [pin.name, pin.version, outcome, found ?? pin.digest]));
}

function asData({ pin, found, outcome, reason }: Answer): object {
  return { ...pin, outcome, ...(found !== undefined && { found }), ...(reason !== undefined && { reason }) };
}

function report({ pin, found, reason }: Answer): void {
  const { name, image, version, digest } = pin;
  const message =
    reason === undefined
      ? `${name}: THE TAG HAS MOVED: ${image}:${version} was ${digest} and is ${found} now`
      : `${name}: ${reason}`;
  tell(message);
  annotate({ message });
  if (reason !== undefined) return;
  tell(
    `  hint: published versions do not change, so ask its publisher why this one did; \`planesmith lock --update ${name}\` accepts it`,
  );
}
