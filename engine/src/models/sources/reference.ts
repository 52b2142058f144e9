/** References to packages in a registry. */

export interface Reference {
  /** With the port, such as `registry.example.org:5000`. */
  readonly host: string;
  readonly repository: string;
  /** A tag, or a digest. */
  readonly version: string;
}

/**
 * The parts of `host/repository:tag` or `host/repository@sha256:…`, or undefined for a path.
 * The host must be `localhost` or have a dot or a port, and a tag or digest is required.
 */
export function parseReference(text: string): Reference | undefined {
  const match =
    /^((?:[a-z0-9-]+\.)+[a-z0-9-]+(?::\d+)?|[a-z0-9-]+:\d+|localhost)\/([a-z0-9._/-]+?)(?::[\w][\w.-]*)?@(sha256:[0-9a-f]{64})$/i.exec(
      text,
    ) ?? /^((?:[a-z0-9-]+\.)+[a-z0-9-]+(?::\d+)?|[a-z0-9-]+:\d+|localhost)\/([a-z0-9._/-]+):([\w][\w.-]*)$/i.exec(text);
  const [, host, repository, version] = match ?? [];
  return host && repository && version ? { host, repository, version } : undefined;
}

/** The origin of the registry, with plain http for loopback addresses only. */
export function originOf({ host }: Reference): string {
  const isLoopback = /^(localhost|127(\.\d+){3})(:\d+)?$/.test(host);
  return `${isLoopback ? 'http' : 'https'}://${host}`;
}
