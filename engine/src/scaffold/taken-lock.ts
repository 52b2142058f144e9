/** The lock of a platform that takes APIs of a package: the part of the package's own that they need. */
import { modelOf } from '../authoring/declaration.ts';
import type { AnyFunctions } from '../authoring/index.ts';
import type { File } from '../files.ts';
import { type Lock, lockFile, lockText, neededOf, referencesIn } from '../lock/index.ts';
import { readYaml } from '../yaml/index.ts';

/** What is taken of a package, and the package's lock. */
interface TakenApis {
  readonly apis: readonly { readonly apiFunction: AnyFunctions[string] | undefined }[];
  readonly lock: Lock | undefined;
}

/** The file; none if the package has no lock. `examples` are those that the platform gets, with its environments. */
export function takenLock(
  { apis, lock }: TakenApis,
  targets: readonly string[],
  examples: readonly File[],
): readonly File[] {
  if (lock === undefined) return [];
  const kinds = apis.flatMap(({ apiFunction }) =>
    targets.flatMap((target) => Object.values(apiFunction?.targets[target]?.resources ?? {}).map(modelOf)),
  );
  // A composed API has the group of the platform that takes it.
  const groups = kinds.flatMap(({ apiVersion }) => apiVersion?.split('/')[0] ?? []);
  const documents = examples.flatMap(({ content }) => readYaml(String(content)).documents);
  const offered = documents.flatMap((document) => ('value' in document ? referencesIn(document.value) : []));
  const content = lockText(neededOf(lock, { groups, functions: [], references: [], offered }));
  return [{ path: lockFile, content }];
}
