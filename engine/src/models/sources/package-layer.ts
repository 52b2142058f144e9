/** Finds package.yaml in the layers of a Crossplane package. */
import { gunzipSync } from 'node:zlib';
import { UserError } from '../../errors.ts';
import { unpackTar } from '../../xpkg/tar.ts';

/** The most bytes that a layer may have once it is unpacked; the largest providers stay below a quarter of it. */
const mostUnpacked = 512 << 20;

/** The text of `package.yaml`; undefined if the layer does not contain it. Throws a `UserError` if the layer cannot be unpacked. */
export async function packageYaml(
  layer: Uint8Array,
  source: string,
  most: number = mostUnpacked,
): Promise<string | undefined> {
  const isGzip = layer[0] === 0x1f && layer[1] === 0x8b;
  const archive = isGzip ? unpacked(layer, source, most) : layer;
  const entries = await unpackTar(archive).catch((cause: unknown) => {
    throw notAPackage(source, 'a layer is not a tar archive', cause);
  });
  const file = entries.find((entry) => entry.type === 'file' && entry.path === 'package.yaml');
  return file?.type === 'file' ? new TextDecoder().decode(file.content) : undefined;
}

function unpacked(layer: Uint8Array, source: string, most: number): Uint8Array {
  try {
    return gunzipSync(layer, { maxOutputLength: most });
  } catch (cause) {
    const isTooLarge = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw notAPackage(source, isTooLarge ? `a layer unpacks to more than ${most} bytes` : 'a layer is damaged', cause);
  }
}

export function notAPackage(source: string, reason: string, cause?: unknown): UserError {
  return new UserError(`${source} is not a Crossplane package: ${reason}`, { cause });
}
