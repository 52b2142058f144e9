/** All objects of a control plane, to see what comes and what stays. */
import type { ControlPlane } from './start.ts';

/** What tells of the past, and would only confuse. */
const passing = /^(events|leases)(\.|$)/;
const columns = 'custom-columns=KIND:.kind,NAMESPACE:.metadata.namespace,NAME:.metadata.name';

/** Every object of every kind that can be listed, as `Kind namespace name`. */
export async function everything({ kubectl }: ControlPlane): Promise<string[]> {
  const served = await kubectl('api-resources', '--verbs=list', '-o', 'name');
  const kinds = lines(served).filter((kind) => !passing.test(kind));
  const found = await kubectl('get', kinds.join(','), '--all-namespaces', '--no-headers', '-o', columns);
  return [...new Set(lines(found).map((line) => line.replaceAll(/ +/g, ' ').trim()))].toSorted();
}

/** The names of all objects with the labels, as `Kind name`: of one namespace, or else everywhere. */
export async function labelled(
  { kubectl }: ControlPlane,
  namespace: string | undefined,
  labels: string,
): Promise<string[]> {
  const where = namespace === undefined ? ['--all-namespaces'] : ['-n', namespace];
  const scope = namespace === undefined ? [] : ['--namespaced'];
  const served = await kubectl('api-resources', '--verbs=list', ...scope, '-o', 'name');
  const kinds = lines(served).filter((kind) => !passing.test(kind));
  const found = await kubectl('get', kinds.join(','), ...where, '-l', labels, '--no-headers', '-o', columns);
  const words = lines(found).map((line) => line.split(/ +/));
  return [...new Set(words.map(([kind, , name]) => `${kind} ${name}`))].toSorted();
}

function lines(text: string): string[] {
  return text.split('\n').filter(Boolean);
}
