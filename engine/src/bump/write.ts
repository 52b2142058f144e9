/** Writes the next version into the models and the lock, both or neither. */
import { addFiles } from '../files.ts';
import { type Lock, lockFile, lockText, type Pin, unresolved } from '../lock/index.ts';
import type { LockedRights } from '../models/lock.ts';
import { type ModelsSummary, updateModels, type UpdateOptions } from '../models/update.ts';
import type { SourceVersion } from './read-version.ts';
import type { Bumped } from './source.ts';

/** What is written, and where. */
export interface BumpToWrite extends Pick<UpdateOptions, 'root' | 'platform'> {
  readonly lock: Lock;
  /** The text of the lock as it is. */
  readonly text: string;
  readonly bumped: Bumped;
  readonly version: SourceVersion;
  /** What the new version asks for; undefined if its documents do not say. */
  readonly rights?: LockedRights | undefined;
}

/** The lock with the new version, and with that of an operator's chart. Its digest is that of the registry, or unresolved. */
export function lockedAt(lock: Lock, { section, pin, version, chart }: Bumped, digest: SourceVersion['digest']): Lock {
  const bumped = { ...lock, [section]: withPin(lock[section], { ...pin, version, digest: digest ?? unresolved }) };
  if (chart === undefined || chart.version === chart.pin.version) return bumped;
  return { ...bumped, charts: withPin(lock.charts, { ...chart.pin, version: chart.version, digest: unresolved }) };
}

/** The pins with this one in place of that of its name. */
function withPin(pins: readonly Pin[], next: Pin): readonly Pin[] {
  return pins.map((each) => (each.name === next.name ? next : each));
}

/** Writes both, with the rights of the new version for the next comparison, and returns what became of the models. Kinds that the new version does not declare keep their models. */
export async function writeBump({
  root,
  platform,
  lock,
  text,
  bumped,
  version,
  rights,
}: BumpToWrite): Promise<ModelsSummary> {
  const next = lockText(lockedAt(lock, bumped, version.digest), text);
  return addFiles(root, { created: [], changed: [{ path: lockFile, content: next }] }, () =>
    updateModels({ root, platform, documents: version.documents, rights: { [bumped.pin.name]: rights } }),
  );
}
