/** `planesmith serve` runs the function server, for development. */
import type { Command } from 'commander';
import type { ExitCode } from './exit-code.ts';
import { endProcess } from './run-program.ts';
import { run } from './session.ts';

interface Options {
  readonly insecure: boolean;
  readonly address?: string;
  readonly tlsServerCertsDir?: string;
  readonly healthAddress: string;
}

export function serve(program: Command): void {
  program
    .command('serve')
    .summary('serve the functions, for development')
    .description('Serves the functions as their image does, until SIGTERM or Ctrl-C.')
    .option(
      '--insecure',
      'serve plaintext, for `crossplane composition render`; otherwise clients need a certificate',
      false,
    )
    .option('--address <host:port>', 'where Crossplane connects (default: [::]:9443)')
    .option('--tls-server-certs-dir <dir>', 'tls.crt, tls.key and ca.crt (default: $TLS_SERVER_CERTS_DIR)')
    .option('--health-address <host:port>', 'where /healthz and /readyz answer', 'off')
    .action(
      run(async ({ config }, { insecure, address, tlsServerCertsDir, healthAddress }: Options) => {
        const [{ loadPlatform }, { main }] = await Promise.all([
          import('./load-platform.ts'),
          import('../serve/index.ts'),
        ]);
        // It has no verdict, and whoever started it is gone.
        process.stdout.once('error', endProcess);
        const { platform } = await loadPlatform(config);
        const options = { address, 'tls-server-certs-dir': tlsServerCertsDir, 'health-address': healthAddress };
        const flags = Object.entries(options).flatMap(([name, value]) =>
          value === undefined ? [] : [`--${name}`, value],
        );
        return (await main(await platform.loadFunctions(), [
          ...flags,
          ...(insecure ? ['--insecure'] : []),
        ])) as ExitCode;
      }),
    );
}
