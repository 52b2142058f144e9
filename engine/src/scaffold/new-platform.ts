/** Plans the files of a new platform, with one small API as a pattern. */
import { UserError } from '../errors.ts';
import type { File } from '../files.ts';
import { platform } from '../platform/platform.ts';
import { perTarget } from '../platform/package.ts';
import { api, object } from '../schema/index.ts';
import { newApi } from './new-api.ts';
import { type NewPlatform, platformFiles } from './platform-files.ts';

/** The files of the platform; throws a `UserError` if one of its names cannot be used. */
export function newPlatform(named: NewPlatform, kind: string): readonly File[] {
  insistOnNames(named);
  const files = new Map(platformFiles(named).map((file) => [file.path, file]));
  const { created, changed } = newApi({ group: named.group, apis: {}, targets: named.targets, concerns: [] }, kind, {
    targets: [],
    read: (path) => files.get(path)?.content.toString(),
  });
  for (const file of [...created, ...changed]) files.set(file.path, file);
  return [...files.values()];
}

/** Defines the platform once, so that its names are judged as they will be. */
function insistOnNames({ name, group, registry, targets }: NewPlatform): void {
  const [first, ...others] = targets;
  if (first === undefined) throw new UserError('a platform needs a target', { hint: 'give one with --targets' });
  const probe = api({
    kind: 'Probe',
    description: 'A probe.',
    targets: [first, ...others],
    spec: object({}),
    recorded: object({}),
    status: object({}),
    secret: {},
  });
  const nothing = () => Promise.reject(new Error('a probe loads nothing'));
  platform({
    name,
    group,
    registry,
    crossplane: '>=v2.4.0',
    version: '0.1.0',
    apis: { probe },
    compositions: nothing,
    functions: nothing,
    packages: perTarget(name, [...targets]),
  });
}
