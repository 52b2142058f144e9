/** Selects the texts to parse: a platform needs a few CRDs of a folder with many megabytes. */

/** Whether a text may declare a needed model; false only if it certainly does not. */
export type MayDeclare = (text: string) => boolean;

/** The test for models with these paths. */
export function mayDeclare(models: readonly string[]): MayDeclare {
  const needles = models.map((model) => {
    const [group = '', , kind = ''] = model.split('/');
    // The core group has no name in a text, but only OpenAPI documents declare it.
    return [group === 'core' ? '"openapi"' : group, kind.replaceAll('-', '')];
  });
  return (text) => {
    const lower = text.toLowerCase();
    return needles.some((words) => words.every((word) => lower.includes(word)));
  };
}
