/** The base of the Function: the one that the lock pins, or none. */
import { resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { textIn } from '../files.ts';
import { lockFile, lockIn, type Pin, unresolved } from '../lock/index.ts';
import type { LoadedPlatform } from './load-platform.ts';

/**
 * The platform with the layout `given` as its base. Throws a `UserError` if that is not what the lock pins, and for a release if the configuration
 * has another base than the lock.
 */
export function withPinnedBase(loaded: LoadedPlatform, given: string | undefined, release: boolean): LoadedPlatform {
  const { platform, root } = loaded;
  const pin = lockIn(root)?.base;
  if (given === undefined) {
    if (release && pin !== undefined) insistSame(platform.base, pin);
    return loaded;
  }
  if (pin === undefined) {
    throw new UserError(
      `--base ${given}: ${lockFile} pins no base, so nobody could tell whether this is the right one`,
      {
        hint: 'write `base: { name: …, image: …, version: …, digest: sha256:… }` in it, with the digest of yours',
      },
    );
  }
  const { digest } = pin;
  if (digest === unresolved) {
    throw new UserError(`--base ${given}: ${lockFile} has no digest for ${pin.name}`, {
      hint: `\`planesmith lock ${pin.name}\` asks the registry for it`,
    });
  }
  const held = digestsIn(given);
  if (!held.includes(digest)) {
    throw new UserError(`--base ${given} holds ${held.join(', ') || 'no image'}, and ${lockFile} pins ${digest}`, {
      hint: `get that with \`skopeo copy --all docker://${pin.image}@${digest} oci:${given}\`, or pin yours`,
    });
  }
  return { ...loaded, platform: { ...platform, base: { layout: resolve(given), digest } } };
}

function insistSame(base: LoadedPlatform['platform']['base'], { digest, image }: Pin): void {
  if (base === undefined || ('layout' in base && base.digest === digest)) return;
  const own = 'layout' in base ? base.digest : `the folder ${base.directory}`;
  throw new UserError(`the base in planesmith.config.ts is ${own}, and ${lockFile} pins ${image} ${digest}`, {
    hint: 'pin your own base in the lock, or take `base` out of one of the two',
  });
}

/** The digests of the images and indexes that an OCI layout lists. */
function digestsIn(layout: string): readonly string[] {
  const text = textIn(resolve(layout), 'index.json');
  const refuse = (cause?: unknown): never => {
    throw new UserError(`--base ${layout} is no OCI image layout`, {
      hint: '`skopeo copy --all docker://… oci:FOLDER` writes one',
      cause,
    });
  };
  if (text === undefined) return refuse();
  try {
    const { manifests } = JSON.parse(text) as { manifests: readonly { readonly digest: unknown }[] };
    return manifests.map(({ digest }) => String(digest));
  } catch (cause) {
    return refuse(cause);
  }
}
