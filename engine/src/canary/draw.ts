/** Which claims a percentage chooses. */
import { createHash } from 'node:crypto';

/** 32 bits of the digest decide: enough for even shares, and a whole number is compared without rounding. */
const range = 2 ** 32;

/**
 * Whether a percentage (0 to 100) chooses the claim with this UID. The SHA-256 of the UID alone decides, so a claim is chosen each time, whatever
 * other claims there are, and a smaller percentage is a part of a larger one.
 */
export function isDrawn(uid: string, percent: number): boolean {
  return createHash('sha256').update(uid).digest().readUInt32BE() * 100 < percent * range;
}
