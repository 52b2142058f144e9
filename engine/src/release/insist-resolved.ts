/** A release says by digest what it needs. */
import { UserError } from '../errors.ts';
import { type Lock, lockFile, pinsOf, unresolved } from '../lock/index.ts';

/** Throws a `UserError` if the lock has a pin without a digest. */
export function insistResolved(lock: Lock): void {
  const open = pinsOf(lock).filter(({ pin }) => pin.digest === unresolved);
  if (open.length === 0) return;
  const names = open.map(({ pin: { name } }) => name);
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  throw new UserError(`this cannot be released: ${lockFile} has no digest for ${names.slice(0, 5).join(', ')}${more}`, {
    hint: '`planesmith lock` asks the registries for them',
  });
}
