/** The labels that every composed object has, so that one selector finds all of a claim. */

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
export function commonLabels(kind: string, claim: string, platform: string): Readonly<Record<string, string>> {
  return {
    'app.kubernetes.io/name': kind.toLowerCase(),
    'app.kubernetes.io/instance': claim,
    'app.kubernetes.io/managed-by': platform,
  };
}
