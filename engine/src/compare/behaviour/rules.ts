/** The rules by which two releases are compared by what they make of claims. */
import type { CompareRule } from '../finding.ts';

export const rules = {
  claimInvalid: {
    id: 'claim-invalid',
    severity: 'breaking',
    summary: 'A claim that was valid is refused by the API server at its next change.',
  },
  claimRefused: {
    id: 'claim-refused',
    severity: 'breaking',
    summary: 'The function refuses a claim, or a part of it, that it accepted.',
  },
  claimFailed: {
    id: 'claim-failed',
    severity: 'breaking',
    summary:
      'The function fails for a claim that it served: what exists stays, and no change of the claim has an effect.',
  },
  claimNotSettled: {
    id: 'claim-not-settled',
    severity: 'breaking',
    summary: 'The function answers a claim otherwise in every pass, so its objects are written again and again.',
  },
  convertFailed: {
    id: 'convert-failed',
    severity: 'breaking',
    summary:
      'The API cannot convert a claim that was valid: what it makes of it is lost, invalid or not always the same.',
  },
  claimAccepted: {
    id: 'claim-accepted',
    severity: 'safe',
    summary: 'The function serves a claim that it refused.',
  },
  objectDeleted: {
    id: 'object-deleted',
    severity: 'breaking',
    summary: 'An object of an existing claim is deleted, and no other of its kind takes its place.',
  },
  objectOrphaned: {
    id: 'object-orphaned',
    severity: 'risky',
    summary: 'An object is deleted whose policies keep the external resource, which then has no owner.',
  },
  secondObject: {
    id: 'second-object',
    severity: 'breaking',
    summary:
      'A second object is made under another key, name, kind or external name; the first one goes, or stays without an owner.',
  },
  objectRefused: {
    id: 'object-refused',
    severity: 'breaking',
    summary: 'A field changes that its owner never changes: the object is not ready from then on.',
  },
  objectChanged: {
    id: 'object-changed',
    severity: 'risky',
    summary: 'A field of an object of an existing claim changes in place.',
  },
  objectResized: {
    id: 'object-resized',
    severity: 'risky',
    summary:
      'An object of an existing claim provides more or less: its machines, memory, storage or replicas change in place.',
  },
  objectAdded: {
    id: 'object-added',
    severity: 'safe',
    summary: 'An existing claim gets an object more.',
  },
  deletionChanged: {
    id: 'deletion-changed',
    severity: 'risky',
    summary: 'What happens when a claim is deleted changes: its policies, or a Usage that prevents it.',
  },
  readinessLost: {
    id: 'readiness-lost',
    severity: 'risky',
    summary: 'An object is not ready any more when its conditions say that it is: the claim may never be ready again.',
  },
  secretKeyRemoved: {
    id: 'claim-secret-key-removed',
    severity: 'breaking',
    summary: 'A Secret of an existing claim loses a key that applications may read.',
  },
  secretKeyAdded: {
    id: 'claim-secret-key-added',
    severity: 'safe',
    summary: 'A Secret of an existing claim gets a key more.',
  },
  statusFieldLost: {
    id: 'status-field-lost',
    severity: 'risky',
    summary: 'The status of an existing claim loses a field.',
  },
} as const satisfies Record<string, CompareRule>;

/** The rules about claims that are made anew, while those that exist keep what they have. A plan has none, since it reads claims that exist. */
export const rulesOfNew = {
  newClaimDiffers: {
    id: 'new-claim-differs',
    severity: 'risky',
    summary: 'The same claim made anew gets another value in an object; those that exist keep theirs.',
  },
  newClaimRefused: {
    id: 'new-claim-refused',
    severity: 'breaking',
    summary: 'The same claim made anew is refused; those that exist are served.',
  },
} as const satisfies Record<string, CompareRule>;

/** The rules about claims that exist. */
export const rulesOfExisting: readonly CompareRule[] = Object.values(rules);

/** All rules of behaviour. */
export const behaviourRules: readonly CompareRule[] = [...rulesOfExisting, ...Object.values(rulesOfNew)];
