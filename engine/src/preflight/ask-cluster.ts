/** Asks an API server through kubectl, which knows how people sign in to their clusters. */
import { UserError } from '../errors.ts';
import { type Kubectl, kubectlOf, type Reach } from '../install/kubectl.ts';
import { answersIn } from './answers.ts';
import { rightsPath, rightsReview } from './access.ts';
import { versionPath } from './versions.ts';

/** So many calls of kubectl run at once. */
const atOnce = 4;
/** In seconds. */
const patience = 20;

/** What kubectl says to each path. Throws a `UserError` if there is no kubectl, or no cluster that answers. */
export async function askCluster(paths: readonly string[], reach: Reach): Promise<ReadonlyMap<string, string>> {
  const kubectl = kubectlOf(reach, patience);
  const texts = new Map([[versionPath, await insistOnCluster(kubectl, reach)]]);
  const open = paths.filter((path) => path !== versionPath);
  const work = async () => {
    for (let path = open.shift(); path !== undefined; path = open.shift())
      texts.set(path, (await said(kubectl, path)).text);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return texts;
}

async function insistOnCluster(kubectl: Kubectl, { context }: Reach): Promise<string> {
  const { text, failed } = await said(kubectl, versionPath);
  // Whatever answers in another way is no API server, and all it says would be unknown.
  if (!failed && 'found' in answersIn(new Map([[versionPath, text]]))(versionPath)) return text;
  const cluster = context === undefined ? 'the cluster' : `the cluster of context ${context}`;
  throw new UserError(`${cluster} does not answer: ${text.trim().split('\n').at(-1)}`, {
    hint: 'name another one with --context or --kubeconfig, or a dump with --dump',
  });
}

/** The answer, or what kubectl says in place of it. A review of rights is created, and the API server stores nothing. */
async function said(kubectl: Kubectl, path: string): Promise<{ readonly text: string; readonly failed: boolean }> {
  const { code, stdout, stderr } = await (path === rightsPath
    ? kubectl(['create', '--raw', path, '-f', '-'], JSON.stringify(rightsReview))
    : kubectl(['get', '--raw', path]));
  return { text: code === 0 ? stdout : stderr, failed: code !== 0 };
}
