/** Channels: labels by which claims follow some releases of a platform and not others. */

/** The label of a Composition. Crossplane copies it to its revisions (core 2.4.0 internal/controller/apiextensions/composition/revision.go:58). */
export const channelLabel = 'planesmith.dev/channel';

/** The channel of a version: `canary` of `0.2.0-canary.1`. Releases, and pre-releases that are only numbered, are in the `usual` one. */
export function channelOf(version: string, usual: string): string {
  const [, word] = /^[^-+]*-([a-z][0-9a-z-]*)/.exec(version) ?? [];
  return word ?? usual;
}

/**
 * The selector that Crossplane gives to new claims that have neither a selector nor a revision (core 2.4.0
 * internal/controller/apiextensions/composite/api.go:331). It is that of the usual channel in every release: a canary must not draw new claims.
 */
export function channelSelector(usual: string) {
  return { matchLabels: { [channelLabel]: usual } };
}
