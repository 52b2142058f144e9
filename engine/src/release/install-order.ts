/** The kustomization of an install bundle: which of its files a cluster gets, and in which order. */
import type { File } from '../files.ts';
import { toYaml } from '../xpkg/index.ts';

const head = [
  '# What a cluster gets, in this order. Nothing here is of a kind that the package brings, so one `kubectl apply -k` does,',
  '# as often as you like. `planesmith install` takes the files one by one, and waits for packages before it goes on.',
  '# environment.yaml is left out: it is a sample, and the facts of a cluster are your own file.',
];

/** The file `kustomization.yaml`, which lists the files in their order. */
export function kustomization(target: string, files: readonly File[]): File {
  const folder = `install/${target}/`;
  const content = toYaml({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    sortOptions: { order: 'fifo' },
    resources: files.map(({ path }) => path.slice(folder.length)),
  });
  return { path: `${folder}kustomization.yaml`, content: `${head.join('\n')}\n${content}` };
}
