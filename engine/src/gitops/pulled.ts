/** Which of the published packages Crossplane has pulled, by digest. */
import { createHash } from 'node:crypto';
import type { InstalledPackage } from '../install/cluster.ts';

/** Whether Crossplane has pulled this digest: that of the address, or of the revision if the address has a tag alone. */
export function hasPulled({ generation, status }: InstalledPackage, digest: string): boolean {
  const { currentIdentifier: address = '', currentRevision: revision = '', conditions = [] } = status;
  const own = digestIn(address);
  if (own !== undefined) return own === digest;
  const generations = [generation, ...conditions.map(({ observedGeneration }) => observedGeneration)];
  return generations.some((each) => each !== undefined && revision.endsWith(`-${revisionId(digest, each)}`));
}

/** The digest that an address names. */
export function digestIn(address: string): string | undefined {
  return /@(.+)$/.exec(address)?.[1];
}

/**
 * How the name of a revision ends. Crossplane pulls what a package depends on by its tag, and writes the digest nowhere, but the name comes from it
 * (core v2.4.0 internal/controller/pkg/manager/reconciler.go:102, crossplane-runtime v2.4.0 pkg/xpkg/name.go:81).
 */
function revisionId(digest: string, generation: number): string {
  const text = `${digest.replace(/^sha256:/, '')}|${generation}`;
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
