/** References to packages in a registry, and addresses by which registries are asked. */

/** The place of something in a registry. */
export interface RepositoryName {
  /** With the port, such as `registry.example.org:5000`. */
  readonly host: string;
  readonly repository: string;
}

export interface Reference extends RepositoryName {
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

/** The reference as people write it; of a digest and a tag, the digest. */
export function referenceText({ host, repository, version }: Reference): string {
  return `${host}/${repository}${version.startsWith('sha256:') ? '@' : ':'}${version}`;
}

/** The origin of the registry, with plain http for loopback addresses only. */
export function originOf({ host }: Pick<RepositoryName, 'host'>): string {
  // The name of Docker Hub is not the one of its registry.
  if (host === 'docker.io') return 'https://registry-1.docker.io';
  return `${isLoopback(host.replace(/:\d+$/, '')) ? 'http' : 'https'}://${host}`;
}

/** Whether a name or an address is always this machine. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.\d+){3})$/.test(hostname);
}

/**
 * Whether nobody on the way can read or change what is sent to the address. A registry elsewhere may name no address of
 * this machine, whose programs would get what is meant for the registry.
 */
export function isSafe({ protocol, hostname }: URL, registry: string): boolean {
  if (protocol === 'https:') return true;
  return protocol === 'http:' && isLoopback(hostname) && isLoopback(new URL(registry).hostname);
}
