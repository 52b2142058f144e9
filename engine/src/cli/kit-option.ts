/** The option `--platform`: the kit of a released platform, which takes the place of a configuration. */
import { Option } from 'commander';
import { UserError } from '../errors.ts';

export function kitOption(): Option {
  return new Option('--platform <kit>', 'the kit of a released platform: a folder, a tarball or an OCI reference');
}

/** The kit that a command line names, and the rest of it for the program of the kit. */
export function kitOf(argv: readonly string[]): { readonly source: string | undefined; readonly rest: string[] } {
  const rest: string[] = [];
  let source: string | undefined;
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? '';
    const isOption = word === '--platform' || word.startsWith('--platform=');
    if (word === '--') return { source, rest: [...rest, ...argv.slice(index)] };
    if (!isOption) {
      rest.push(word);
      continue;
    }
    const named = word === '--platform' ? argv[(index += 1)] : word.slice('--platform='.length);
    if (!named || source !== undefined) {
      throw new UserError(named ? '--platform is given twice' : '--platform names no kit', {
        hint: 'name one: a folder, a tarball or an OCI reference',
      });
    }
    source = named;
  }
  if (source !== undefined && rest.some((word) => /^--config(=|$)/.test(word))) {
    throw new UserError('--platform and --config name two platforms', { hint: 'give one of them' });
  }
  return { source, rest };
}
