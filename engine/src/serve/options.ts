/** What a function server can be told: by flag, else by environment variable, else by default. */
import { parseArgs } from 'node:util';
import { UserError } from '../errors.ts';

/** How one server is run. */
export interface ServeOptions {
  /** Where Crossplane connects, `host:port`; an IPv6 address in brackets, an empty host for every address of the machine. @default '[::]:9443' */
  readonly address: string;
  /** Folder with tls.crt, tls.key and ca.crt; clients need a certificate signed by that CA. @default '/tls/server' */
  readonly tlsServerCertsDir: string;
  /** Serve plaintext to anybody, for development. @default false */
  readonly insecure: boolean;
  /** Where `/healthz` and `/readyz` answer over http; `off` for nowhere. @default '[::]:8080' */
  readonly healthAddress: string;
  /** Longest request in MB; gRPC's own 4 is too little for a claim with many composed resources. @default 64 */
  readonly maxRecvMessageSize: number;
  /** Seconds that running calls are given after SIGTERM. @default 10 */
  readonly drainTimeout: number;
}

export const defaultOptions: ServeOptions = {
  address: '[::]:9443',
  tlsServerCertsDir: '/tls/server',
  insecure: false,
  healthAddress: '[::]:8080',
  maxRecvMessageSize: 64,
  drainTimeout: 10,
};

/** Flags of Node itself that belong before the bundle on the image's command line: they halve memory at no cost in time. */
export const nodeFlags: readonly string[] = ['--max-semi-space-size=2'];

/** Every flag; `env` names the environment variable that stands in for it. */
const flags: Readonly<Record<string, { readonly value?: string; readonly env?: string; readonly says: string }>> = {
  address: { value: 'HOST:PORT', says: `where Crossplane connects (${defaultOptions.address})` },
  'tls-server-certs-dir': {
    value: 'DIR',
    env: 'TLS_SERVER_CERTS_DIR',
    says: `folder with tls.crt, tls.key and ca.crt (${defaultOptions.tlsServerCertsDir})`,
  },
  insecure: { says: 'serve plaintext to anybody, for development only' },
  'health-address': {
    value: 'HOST:PORT',
    says: `where /healthz and /readyz answer over http, or "off" (${defaultOptions.healthAddress})`,
  },
  'max-recv-message-size': {
    value: 'MB',
    env: 'MAX_RECV_MESSAGE_SIZE',
    says: `longest request (${defaultOptions.maxRecvMessageSize})`,
  },
  'drain-timeout': { value: 'SECONDS', says: `for running calls after SIGTERM (${defaultOptions.drainTimeout})` },
  help: { says: 'print this' },
};

/** The text of `--help`. */
export const helpText = [
  'Serves composition functions to Crossplane. Flags, with environment variables and defaults:',
  ...Object.entries(flags).map(([name, { value = '', env, says }]) => {
    const usage = `--${name} ${value}`.padEnd(28);
    return `  ${usage} ${says}${env === undefined ? '' : `, or $${env}`}`;
  }),
].join('\n');

/** The options on a command line, or `help` where they are asked for. Throws a `UserError` naming the flag that is wrong. */
export function readOptions(argv: readonly string[], env: NodeJS.ProcessEnv = {}): ServeOptions | 'help' {
  const given = parse(argv);
  if (given['help'] === true) return 'help';
  const source = { given, env };
  return {
    address: text(source, 'address') ?? defaultOptions.address,
    tlsServerCertsDir: text(source, 'tls-server-certs-dir') ?? defaultOptions.tlsServerCertsDir,
    insecure: given['insecure'] === true,
    healthAddress: text(source, 'health-address') ?? defaultOptions.healthAddress,
    maxRecvMessageSize: number(source, 'max-recv-message-size') ?? defaultOptions.maxRecvMessageSize,
    drainTimeout: number(source, 'drain-timeout') ?? defaultOptions.drainTimeout,
  };
}

type Given = Readonly<Record<string, string | boolean | undefined>>;
interface Source {
  readonly given: Given;
  readonly env: NodeJS.ProcessEnv;
}

function text({ given, env }: Source, flag: string): string | undefined {
  const variable = flags[flag]?.env ?? '';
  const value = given[flag] ?? env[variable];
  if (value !== '') return value === undefined ? undefined : String(value);
  throw new UserError(`${given[flag] === undefined ? variable : `--${flag}`} is empty`, {
    hint: 'give it a value, or leave it out for the default',
  });
}

function number(source: Source, flag: string): number | undefined {
  const value = text(source, flag);
  if (value === undefined) return undefined;
  // 2 GiB is where a message of gRPC ends.
  if (Number(value) > 0 && Number(value) < 2048) return Number(value);
  throw new UserError(`--${flag} is "${value}"`, { hint: 'give it a number above 0 and below 2048' });
}

function parse(argv: readonly string[]): Given {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, { value }]) => [
      name,
      { type: value ? ('string' as const) : ('boolean' as const) },
    ]),
  );
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: false }).values as Given;
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new UserError(cause.message.split('. ')[0] ?? cause.message, { hint: '--help lists the flags', cause });
  }
}
