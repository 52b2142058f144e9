/** References to packages in a registry. */

export interface Reference {
  /** With the port, such as `registry.example.org:5000`. */
  readonly host: string;
  readonly repository: string;
  /** What to ask the registry for: a digest, or without one the tag. */
  readonly version: string;
  /** The tag beside a digest. */
  readonly tag?: string;
}

/**
 * The parts of `host/repository:tag` or `host/repository@sha256:…`, or undefined for a path.
 * The host must be `localhost` or have a dot or a port, and a tag or digest is required.
 */
export function parseReference(text: string): Reference | undefined {
  const [, host, repository, tag, digest] =
    /^((?:[a-z0-9-]+\.)+[a-z0-9-]+(?::\d+)?|[a-z0-9-]+:\d+|localhost)\/([a-z0-9._/-]+?)(?::([\w][\w.-]*))?@(sha256:[0-9a-f]{64})$/i.exec(
      text,
    ) ??
    /^((?:[a-z0-9-]+\.)+[a-z0-9-]+(?::\d+)?|[a-z0-9-]+:\d+|localhost)\/([a-z0-9._/-]+):([\w][\w.-]*)$/i.exec(text) ??
    [];
  const version = digest ?? tag;
  if (!host || !repository || !version) return undefined;
  return { host, repository, version, ...(digest && tag && { tag }) };
}

/** The origin of the registry, with plain http for loopback addresses only. */
export function originOf({ host }: Reference): string {
  // The name of Docker Hub is not the one of its registry.
  if (host === 'docker.io') return 'https://registry-1.docker.io';
  const isLoopback = /^(localhost|127(\.\d+){3})(:\d+)?$/.test(host);
  return `${isLoopback ? 'http' : 'https'}://${host}`;
}
