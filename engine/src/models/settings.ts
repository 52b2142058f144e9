/** The settings of a platform for its models. */

export interface ModelsSettings {
  /**
   * The sources that declare kinds; paths are relative to planesmith.config.ts. A source is one of
   * - a folder of files with CRDs, XRDs or OpenAPI documents, or one such file,
   * - a package: an `.xpkg` file, an OCI layout, or a reference such as `registry.example.org/provider:v1.2.3`,
   * - a folder of a Go module: `go:<module>@<version>/<folder>`.
   *
   * The kinds of Kubernetes itself need no source.
   * @default only those kinds
   */
  readonly sources?: readonly string[];
  /** Whether the descriptions of fields become doc comments. @default true */
  readonly descriptions?: boolean;
}

/** What is wrong with the settings that somebody wrote, in sentences without a full stop. */
export function modelsProblems(settings: ModelsSettings = {}): string[] {
  const { sources, descriptions, ...others } = (settings ?? {}) as Partial<Record<keyof ModelsSettings, unknown>>;
  const isText = (source: unknown) => typeof source === 'string' && source.trim() !== '';
  return [
    ...(sources === undefined || (Array.isArray(sources) && sources.every(isText))
      ? []
      : [`models.sources is ${JSON.stringify(sources)}, which is not a list of sources, such as ['crds']`]),
    ...(descriptions === undefined || typeof descriptions === 'boolean'
      ? []
      : [`models.descriptions is ${JSON.stringify(descriptions)}, which is neither true nor false`]),
    ...Object.keys(others).map((name) => `models has ${name}, but knows only sources and descriptions`),
  ];
}
