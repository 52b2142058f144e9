/** How a claim differs from a deleted one of the same name, for names that outlive their claim. */
import type { Claim } from 'planesmith/authoring';

/** The digits of the claim's creation time behind a dash; empty if the claim has no creation time. */
export function creationSuffix({ createdAt = '' }: Pick<Claim, 'createdAt'>): string {
  const digits = createdAt.replaceAll(/\D/g, '');
  return digits === '' ? '' : `-${digits}`;
}
