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
  const head = before === undefined ? usualHead : /^(?:[ \t]*(?:#.*)?\r?\n)*/.exec(before)![0];
  return `${head}${toYaml(orderedLock(lock), { shortLists: true })}`;
}

/** The lock with its lists, pins and fields in the order of the file. */
export function orderedLock(lock: Lock): Lock {
  const [providers, functions, operators, charts, images] = sections.map((section) =>
    lock[section].toSorted(byName).map(ordered),
  );
  return {
    providers: providers!,
    functions: functions!,
    operators: operators!,
    charts: charts!,
    images: images!,
    ...(lock.base !== undefined && { base: ordered(lock.base) }),
  };
}

/** Digests stand below versions, where a tool expects them. */
function ordered({ name, image, version, digest, groups }: Pin): Pin {
  return { name, image, version, digest, ...(groups !== undefined && { groups: groups.toSorted() }) };
}

function byName(one: Pin, other: Pin): number {
  if (one.name === other.name) return 0;
  return one.name < other.name ? -1 : 1;
}
