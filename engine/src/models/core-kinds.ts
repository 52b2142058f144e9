/** Kubernetes' own kinds, which come with the engine: nobody has to name a source, or install Go, to compose a ConfigMap. */
import { createHash } from 'node:crypto';
import type { SourceDocument } from './document.ts';

/** The OpenAPI document of the kinds that a cluster serves as stable. */
export async function coreKinds(): Promise<SourceDocument> {
  const { default: content } = await import('./kubernetes/kinds.json', { with: { type: 'json' } });
  const sha256 = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  return { source: 'k8s.io/kubernetes', version: content.info.version, sha256, content };
}
