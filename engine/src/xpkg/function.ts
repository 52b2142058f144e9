/** Function packages: a program that answers Crossplane, one image for each architecture. */
import { buildImage, type Execution } from './image.ts';
import { functionInput } from './function-input.ts';
import { packageMeta, type Identity } from './meta.ts';
import { packageObjects } from './objects.ts';
import { assemble, imageAnnotations, type BuiltPackage } from './built-package.ts';
import { packageLayer, packageManifests } from './manifests.ts';
import { bundlePath, nodePath, type FunctionRoot } from './function-root.ts';

/** What a Function is made of. */
export interface FunctionParts extends Identity {
  /** One for each architecture. */
  readonly roots: readonly FunctionRoot[];
  /**
   * Flags for Node, before the name of the program.
   * @default []
   */
  readonly nodeFlags?: readonly string[];
}

/** Says where the base libraries of an image come from: `host`, or the digest of what they were read from. */
const baseLabel = 'planesmith.dev/base';

/** The Function package; releasable where each root is. */
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

/** User, ports and certificates as Crossplane's Deployment has them (crossplane v2.4.0: internal/controller/pkg/runtime). */
function execution(environment: Readonly<Record<string, string>>, nodeFlags: readonly string[]): Execution {
  return {
    user: '2000:2000',
    entrypoint: [`/${nodePath}`, ...nodeFlags, `/${bundlePath}`],
    environment: { ...environment, NODE_ENV: 'production', TLS_SERVER_CERTS_DIR: '/tls/server' },
    ports: [8080, 9443],
  };
}
