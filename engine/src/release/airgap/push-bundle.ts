/** Loads a bundle into an inner registry: every entry at its path outside, below the address of the mirror. */
import { UserError } from '../../errors.ts';
import {
  blobIn,
  hasBlob,
  parseReference,
  push,
  type PushItem,
  type PushOptions,
  type PushResult,
  type RepositoryName,
  type StoredBlob,
} from '../../registry/index.ts';
import type { Digest } from '../../xpkg/digest.ts';
import { folderFiles } from '../../xpkg/verify/files.ts';
import { isOnThisMachine, refuseLocal } from '../push/push-release.ts';
import { Findings } from '../verify/findings.ts';
import { placeOf } from './entries.ts';
import { innerPlace, refuseShared } from './inner.ts';
import type { FoundBundle, FoundEntry } from './read-bundle.ts';
import { checkBundle } from './verify-bundle.ts';

export interface PushBundleOptions extends Pick<PushOptions, 'report' | 'patience' | 'chunk'> {
  /** The inner registry, such as `registry.inner.example.org/mirror`. @default the one for which the bundle was made */
  readonly to?: string;
  /** Whether to publish a Function that holds the libraries of the machine that built it. @default only on this machine */
  readonly notForRelease?: boolean;
}

/** A blob that the bundle leaves out, and the place inside that should have it. */
interface Left {
  readonly digest: Digest;
  readonly size: number;
  readonly from: RepositoryName;
}

/**
 * Pushes everything in the bundle, unless a version is published with other bytes. What the registry has is not sent again. Throws a
 * `UserError` before the first request if the bundle is damaged, and before the first upload if the registry lacks what the bundle leaves out.
 */
export async function pushBundle(folder: string, options: PushBundleOptions = {}): Promise<PushResult> {
  const found = await soundBundle(folder);
  const { to = found.bundle.to, notForRelease = false, ...rest } = options;
  if (to === undefined) {
    throw new UserError(`nobody knows where to push the bundle ${folder}`, {
      hint: 'name the inner registry with --to',
    });
  }
  refuseShared(found.entries, to);
  const items = found.entries.map((entry) => itemOf(folder, found, entry, to));
  if (!notForRelease && !items.every(({ repository }) => isOnThisMachine(repository))) refuseLocal(found.release);
  await refuseLacking(found, items, to, options);
  return push(items, rest);
}

async function soundBundle(folder: string): Promise<FoundBundle> {
  const findings = new Findings();
  const found = await checkBundle(findings, await folderFiles(folder));
  const [first, ...others] = findings.list;
  if (found !== undefined && first === undefined) return found;
  const { file, message } = first ?? { file: folder, message: 'is no bundle' };
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  throw new UserError(`the bundle ${folder} is damaged: ${file} ${message}${more}`, {
    hint: `\`planesmith verify ${folder}\` lists all that is wrong`,
  });
}

function itemOf(folder: string, { bundle }: FoundBundle, entry: FoundEntry, to: string): PushItem {
  const blobs = entry.tree.blobs.map(({ digest, size = 0 }): StoredBlob => {
    const outside = bundle.leftOut[digest];
    return outside === undefined ? blobIn(folder, digest, size) : mounted({ digest, size, from: inside(outside, to) });
  });
  return {
    name: placeOf(entry),
    repository: innerPlace(entry.reference, to),
    tag: entry.reference.version,
    artifact: { documents: entry.tree.documents, blobs },
    // Who signs inside adds to what came from outside.
    yields: entry.kind === 'attached',
  };
}

function inside(outside: string, to: string): RepositoryName {
  const reference = parseReference(`${outside}:tag`);
  if (reference === undefined) throw new UserError(`${outside} is no repository`);
  return innerPlace(reference, to);
}

/** A blob that only the registry itself can put into another repository. */
function mounted({ digest, size, from }: Left): StoredBlob {
  const bytes = async (): Promise<never> => {
    throw new UserError(`${from.host} does not take ${digest} from its own repository ${from.repository}`, {
      hint: 'push a bundle that leaves out nothing: one that was made without --since',
    });
  };
  return { digest, size, bytes, mountFrom: from.repository };
}

/** Throws a `UserError` that names what neither the repository of an item nor the one of an earlier bundle has. */
async function refuseLacking(
  { bundle }: FoundBundle,
  items: readonly PushItem[],
  to: string,
  { patience }: PushBundleOptions,
): Promise<void> {
  const lacking = new Map<Digest, string>();
  for (const { name, repository, artifact } of items) {
    for (const { digest } of artifact.blobs) {
      const outside = bundle.leftOut[digest];
      if (outside === undefined || lacking.has(digest)) continue;
      const places = [inside(outside, to), repository];
      const known = await Promise.all(places.map((place) => hasBlob(place, digest, patience)));
      if (!known.includes(true)) lacking.set(digest, `${digest} of ${name}`);
    }
  }
  const [first] = lacking.values();
  if (first === undefined) return;
  const more = lacking.size === 1 ? '' : `, and ${lacking.size - 1} more`;
  throw new UserError(`${to} lacks ${first}${more}, which this bundle leaves to an earlier one`, {
    hint: 'push the earlier bundle first, or one that was made without --since',
  });
}
