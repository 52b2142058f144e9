/** The options of a function server, read from flags, then environment variables, then defaults. */
import { parseArgs } from 'node:util';
import { UserError } from '../errors.ts';

/** The options of one server. */
export interface ServeOptions {
  /** The address for Crossplane, `host:port`: an IPv6 address is in brackets, an empty host means all addresses. @default '[::]:9443' */
  readonly address: string;
  /** The folder with tls.crt, tls.key and ca.crt; clients need a certificate signed by that CA. @default '/tls/server' */
  readonly tlsServerCertsDir: string;
  /** Serves plaintext to any client, for development. @default false */
  readonly insecure: boolean;
  /** The address of `/healthz` and `/readyz` over http; `off` opens none. @default '[::]:8080' */
  readonly healthAddress: string;
  /** The longest request in MB; gRPC's default of 4 is too small for a claim with many composed resources. @default 64 */
  readonly maxRecvMessageSize: number;
  /** The seconds that running calls have after SIGTERM. @default 10 */
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

/** Node's own flags on the command line of the image; they halve the memory at no cost in time. */
export const nodeFlags: readonly string[] = ['--max-semi-space-size=2'];

/** Every flag; `env` names the environment variable that replaces it. */
const flags: Readonly<Record<string, { readonly value?: string; readonly env?: string; readonly help: string }>> = {
  address: { value: 'HOST:PORT', help: `where Crossplane connects (${defaultOptions.address})` },
  'tls-server-certs-dir': {
    value: 'DIR',
    env: 'TLS_SERVER_CERTS_DIR',
    help: `folder with tls.crt, tls.key and ca.crt (${defaultOptions.tlsServerCertsDir})`,
  },
  insecure: { help: 'serve plaintext to anybody, for development only' },
  'health-address': {
    value: 'HOST:PORT',
    help: `where /healthz and /readyz answer over http, or "off" (${defaultOptions.healthAddress})`,
  },
  'max-recv-message-size': {
    value: 'MB',
    env: 'MAX_RECV_MESSAGE_SIZE',
    help: `longest request (${defaultOptions.maxRecvMessageSize})`,
  },
  'drain-timeout': { value: 'SECONDS', help: `for running calls after SIGTERM (${defaultOptions.drainTimeout})` },
  help: { help: 'print this' },
};

/** The text of `--help`. */
export const helpText = [
  'Serves composition functions to Crossplane. Flags, with environment variables and defaults:',
  ...Object.entries(flags).map(([name, { value = '', env, help }]) => {
    const usage = `--${name} ${value}`.padEnd(28);
    return `  ${usage} ${help}${env === undefined ? '' : `, or $${env}`}`;
  }),
].join('\n');

/** The options of a command line, or `help` if it has `--help`. Throws a `UserError` that names a wrong flag. */
export function readOptions(argv: readonly string[], env: NodeJS.ProcessEnv = {}): ServeOptions | 'help' {
  const flagValues = parse(argv);
  if (flagValues['help'] === true) return 'help';
  const source = { flagValues, env };
  return {
    address: text(source, 'address') ?? defaultOptions.address,
    tlsServerCertsDir: text(source, 'tls-server-certs-dir') ?? defaultOptions.tlsServerCertsDir,
    insecure: flagValues['insecure'] === true,
    healthAddress: text(source, 'health-address') ?? defaultOptions.healthAddress,
    maxRecvMessageSize: number(source, 'max-recv-message-size') ?? defaultOptions.maxRecvMessageSize,
    drainTimeout: number(source, 'drain-timeout') ?? defaultOptions.drainTimeout,
  };
}

type FlagValues = Readonly<Record<string, string | boolean | undefined>>;
interface Source {
  readonly flagValues: FlagValues;
  readonly env: NodeJS.ProcessEnv;
}

function text({ flagValues, env }: Source, flag: string): string | undefined {
  const variable = flags[flag]?.env ?? '';
  const value = flagValues[flag] ?? env[variable];
  if (value !== '') return value === undefined ? undefined : String(value);
  throw new UserError(`${flagValues[flag] === undefined ? variable : `--${flag}`} is empty`, {
    hint: 'set a value, or leave it out for the default',
  });
}

function number(source: Source, flag: string): number | undefined {
  const value = text(source, flag);
  if (value === undefined) return undefined;
  // gRPC limits a message to 2 GiB.
  if (Number(value) > 0 && Number(value) < 2048) return Number(value);
  throw new UserError(`--${flag} is "${value}"`, { hint: 'set a number above 0 and below 2048' });
}

function parse(argv: readonly string[]): FlagValues {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, { value }]) => [
      name,
      { type: value ? ('string' as const) : ('boolean' as const) },
    ]),
  );
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: false }).values as FlagValues;
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new UserError(cause.message.split('. ')[0] ?? cause.message, { hint: '--help lists the flags', cause });
  }
}
