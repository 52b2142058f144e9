/** Which texts are worth parsing: a folder of CRDs holds megabytes of which a platform needs a few. */

/** Whether a text may declare a model that is looked for; false only where it surely does not. */
export type MayDeclare = (text: string) => boolean;

/** Looks for the models, named by their paths. */
export function mayDeclare(models: readonly string[]): MayDeclare {
  const needles = models.map((model) => {
    const [group = '', , kind = ''] = model.split('/');
    // The core group has no name to look for, but comes from OpenAPI documents only.
    return [group === 'core' ? '"openapi"' : group, kind.replaceAll('-', '')];
  });
  return (text) => {
    const lower = text.toLowerCase();
    return needles.some((words) => words.every((word) => lower.includes(word)));
  };
}
