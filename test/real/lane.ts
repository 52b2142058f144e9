/** Several control planes at a time: core calls a Function by the name of its Service, so each lane has a hosts file and loopback addresses of its own. */
const variable = 'PLANESMITH_TEST_LANE';

/** The lane of this process. */
export const lane = Number(process.env[variable] ?? 0);

/** This lane's own loopback address that ends so, for example `94.43`. */
export function laneAddress(end: string): string {
  return `127.${lane}.${end}`;
}

interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** How to start a program in a lane. All but the first one get a copy of the hosts file, in a mount namespace of their own. */
export function inLane([command = '', ...args]: readonly string[], number: number): Launch {
  const env = { ...process.env, [variable]: String(number) };
  if (number === 0) return { command, args, env };
  const script =
    'copy=$(mktemp) && cat /etc/hosts > "$copy" && chmod 644 "$copy" && mount --bind "$copy" /etc/hosts && rm "$copy" && exec "$@"';
  return { command: 'unshare', args: ['--mount', 'sh', '-c', script, 'sh', command, ...args], env };
}
