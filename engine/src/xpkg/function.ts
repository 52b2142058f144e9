/** Function packages: the program of a function, with one image for each architecture. */
import { buildImage, type Execution } from './image.ts';
import { functionInput } from './function-input.ts';
import { packageMeta, type Identity } from './meta.ts';
import { packageObjects } from './objects.ts';
import { assemble, imageAnnotations, type BuiltPackage } from './built-package.ts';
import { packageLayer, packageManifests } from './manifests.ts';
import { bundlePath, nodePath, type FunctionRoot } from './function-root.ts';

/** The contents of a Function package. */
export interface FunctionParts extends Identity {
  /** One for each architecture. */
  readonly roots: readonly FunctionRoot[];
  /**
   * Flags for Node, before the path of the program.
   * @default []
   */
  readonly nodeFlags?: readonly string[];
}

/** The label with the origin of an image's base libraries: `host`, or the digest of the base. */
export const baseLabel = 'planesmith.dev/base';

/** The Function package; it is releasable if every root is. */
export async function buildFunctionPackage(parts: FunctionParts): Promise<BuiltPackage> {
  const meta = packageMeta('Function', parts);
  const objects = packageObjects(parts.name, 'Function', [functionInput]);
  const manifests = packageManifests(meta, objects);
  const layer = await packageLayer(manifests);
  const images = parts.roots.map(({ platform, layers, environment, base }) =>
    buildImage({
      platform,
      layers: [...layers, layer],
      execution: execution(environment, parts.nodeFlags ?? []),
      labels: { [baseLabel]: base },
      annotations: imageAnnotations(parts),
    }),
  );
  const releasable = parts.roots.every((root) => root.releasable);
  return assemble({ kind: 'Function', identity: parts, manifests, images, releasable });
}

/** User, ports and certificates as in Crossplane's Deployment (crossplane v2.4.0: internal/controller/pkg/runtime). */
function execution(environment: Readonly<Record<string, string>>, nodeFlags: readonly string[]): Execution {
  return {
    user: '2000:2000',
    entrypoint: [`/${nodePath}`, ...nodeFlags, `/${bundlePath}`],
    environment: { ...environment, NODE_ENV: 'production', TLS_SERVER_CERTS_DIR: '/tls/server' },
    ports: [8080, 9443],
  };
}
