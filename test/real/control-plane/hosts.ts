/** The hosts file, in which the names stand that Services would have: one control plane at a time has lines there. */
import { appendFile, readFile, writeFile } from 'node:fs/promises';

const hosts = '/etc/hosts';
/** Ends the lines that are ours. */
const mark = '# planesmith test';

/** Adds a line, `<address> <name>`. */
export async function announce(line: string): Promise<void> {
  await appendFile(hosts, `${line} ${mark}\n`);
}

/** Takes our lines out again, also those of a run that was killed. */
export async function forget(): Promise<void> {
  const lines = (await readFile(hosts, 'utf8')).split('\n');
  const others = lines.filter((line) => !line.endsWith(mark));
  if (others.length < lines.length) await writeFile(hosts, others.join('\n'));
}
