/** What a plan cannot know, as docs/plan.md says: differences between a plan and what happens that are not mended. */

/** Where a difference was found. */
interface Found {
  /** The change. */
  readonly does: string;
  readonly knows: string;
  /** Kind, target and spec of the claim. */
  readonly claim: string;
  readonly actual: readonly string[];
}

const limits: readonly { readonly reason: string; readonly isMet: (difference: string, found: Found) => boolean }[] = [
  {
    reason: 'values in Secrets that only owners know',
    isMet: (difference, { actual }) =>
      /: changed connection-secret: data\b/.test(difference) &&
      actual.some((text) => text.startsWith('second-object ')),
  },
  {
    reason: 'fields of the status that only owners know',
    isMet: (difference, { actual }) =>
      difference.startsWith('not said: lost the claim: status.') ||
      (difference.startsWith('said in vain: lost the claim: status.') &&
        actual.some((text) => text.startsWith('second-object '))),
  },
  {
    reason: 'fields that an owner fills in, as soon as its policies let it',
    isMet: (difference, { does }) => does === 'deletes otherwise' && difference.startsWith('not said: changed '),
  },
  {
    reason: 'objects of others that the function reads',
    isMet: (difference, { claim }) => claim.includes('"serviceAccount"') && difference.endsWith(': refused the claim'),
  },
  {
    reason: 'objects that need more than the usual conditions to be ready',
    isMet: (difference, { knows }) => knows === 'old' && /^not said: lost .*: it is not ready$/.test(difference),
  },
  {
    reason: 'fields that are left out, and when objects are ready, if nobody knows the release in use',
    isMet: (difference, { knows }) => knows === 'live' && /^not said: (changed|resized|lost|refused) /.test(difference),
  },
];

/** The reason why a plan cannot know what differs; undefined if it could. */
export function limitOf(difference: string, found: Found): string | undefined {
  return limits.find(({ isMet }) => isMet(difference, found))?.reason;
}
