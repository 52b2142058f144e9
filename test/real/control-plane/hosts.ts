/** Adds the names of Services to the hosts file of this lane. Only one control plane at a time may have lines there. */
import { appendFile, readFile, writeFile } from 'node:fs/promises';

const hosts = '/etc/hosts';
/** The comment at the end of every line that the tests added. */
const mark = '# planesmith test';

/** Adds a line, `<address> <name>`. */
export async function announce(line: string): Promise<void> {
  await appendFile(hosts, `${line} ${mark}\n`);
}

/** Removes the lines of the tests, also those of a run that was killed. */
export async function forget(): Promise<void> {
  const lines = (await readFile(hosts, 'utf8')).split('\n');
  const others = lines.filter((line) => !line.endsWith(mark));
  if (others.length < lines.length) await writeFile(hosts, others.join('\n'));
}
