/** Writes a lock: the same bytes for the same pins, in a form that tools for updates can read by line. */
import { toYaml } from '../yaml/index.ts';
import { type Lock, type Pin, sections } from './lock.ts';

const usualHead =
  '# What this platform needs besides itself. `planesmith lock` fills in digests, and never changes a version.\n';

/**
 * The lock as the text of its file, with the pins of each list by name. The comments at the head of the text `before` stay; those between
 * pins do not.
 */
export function lockText(lock: Lock, before?: string): string {
  const body = {
    ...Object.fromEntries(sections.map((section) => [section, lock[section].toSorted(byName).map(ordered)])),
    ...(lock.base !== undefined && { base: ordered(lock.base) }),
  };
  const head = before === undefined ? usualHead : /^(?:[ \t]*(?:#.*)?\r?\n)*/.exec(before)![0];
  return `${head}${toYaml(body)}`;
}

/** Digests stand below versions, where a tool expects them. */
function ordered({ name, image, version, digest }: Pin): Pin {
  return { name, image, version, digest };
}

function byName(one: Pin, other: Pin): number {
  if (one.name === other.name) return 0;
  return one.name < other.name ? -1 : 1;
}
