/** Finds the key that a command names. */
import { UserError } from '../errors.ts';
import { textIn } from '../files.ts';

/** The PEM text of a file, or that of a variable as `env://NAME`, so that a pipeline need not write its secret to a disk. Throws a `UserError`. */
export function keyText(name: string, environment: NodeJS.ProcessEnv = process.env): string {
  insistName(name);
  const [, variable] = /^env:\/\/(\w+)$/.exec(name) ?? [];
  if (variable === undefined) {
    const text = textIn('', name);
    if (text !== undefined) return text;
    throw new UserError(`there is no key ${name}`, { hint });
  }
  const text = environment[variable];
  if (text) return text;
  throw new UserError(`the variable ${variable} has no key`, { hint: 'set it to the text of the key' });
}

const hint = 'name its file, or env://NAME for a variable that has it';

/** A pipeline that expands its variable gives the key itself. Logs are read by many, so no message repeats it. */
function insistName(name: string): void {
  if (name === '') throw new UserError('--key names no key', { hint });
  if (name.includes('\n') || name.includes('-----BEGIN')) {
    throw new UserError('--key has the text of a key, and needs its name', { hint });
  }
}
