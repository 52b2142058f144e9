/** The entry point inside a private network (own-network.ts): forwards the ports, runs the program and ends with it. */
import { spawn } from 'node:child_process';
import { forward } from './forward.ts';

const [doors = '', command = '', ...args] = process.argv.slice(2);
for (const door of doors.split(',')) {
  const [port = '', path = ''] = door.split('=');
  await forward({ port: Number(port), host: '127.0.0.1' }, { path });
}
const child = spawn(command, args, { stdio: 'inherit' });
child.once('exit', (code) => process.exit(code ?? 1));
child.once('error', (error) => {
  console.error(error.message);
  process.exit(127);
});
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => child.kill(signal));
