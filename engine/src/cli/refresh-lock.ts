/** Reads the lock beside the configuration, asks the registries, and writes what they say. */
import { dirname, relative, resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { addFiles, textIn } from '../files.ts';
import { type Answer, lockFile, lockText, pinsOf, readLock, refresh, refreshed } from '../lock/index.ts';
import { nearest } from '../schema/index.ts';

interface Wanted {
  readonly only: readonly string[];
  readonly update: readonly string[];
  /** Whether to leave the file as it is. */
  readonly check: boolean;
}

/** What the registries say; the lock then has it. Throws a `UserError` if there is no lock, or if it has no pin of a name. */
export async function refreshLock(config: string, { only, update, check }: Wanted): Promise<readonly Answer[]> {
  const root = dirname(resolve(config));
  const text = textIn(root, lockFile);
  if (text === undefined) {
    throw new UserError(`there is no ${lockFile} in ${relative('', root) || '.'}`, {
      hint: 'write one with the versions that the platform needs, such as `providers: [{ name: …, image: …, version: …, digest: unresolved }]`',
    });
  }
  const lock = readLock(text, lockFile);
  const names = pinsOf(lock).map(({ pin }) => pin.name);
  for (const name of [...only, ...update]) if (!names.includes(name)) throw unknownPin(name, names);
  const answers = await refresh(lock, { only, update });
  const next = lockText(refreshed(lock, answers), text);
  const isChanged = answers.some(({ outcome }) => outcome === 'resolved' || outcome === 'updated');
  if (!check && isChanged) {
    // Registries may take minutes, and people edit meanwhile.
    if (textIn(root, lockFile) !== text) {
      throw new UserError(`${lockFile} was changed while the registries were asked`, {
        hint: 'nothing was written: repeat the command',
      });
    }
    await addFiles(root, { created: [], changed: [{ path: lockFile, content: next }] }, () => Promise.resolve());
  }
  return answers;
}

function unknownPin(name: string, names: readonly string[]): UserError {
  const meant = nearest(name, names);
  return new UserError(`${lockFile} has no ${name}${meant === undefined ? '' : `, did you mean ${meant}?`}`, {
    hint: names.length === 0 ? 'it pins nothing' : `it pins ${names.join(', ')}`,
  });
}
