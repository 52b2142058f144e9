/** Packages that lack an API whose claims another of their APIs composes. */
import { modelOf } from '../authoring/declaration.ts';
import { isOwn } from '../authoring/in-group.ts';
import type { AnyFunctions } from '../authoring/index.ts';
import { UserError } from '../errors.ts';
import type { Apis } from './definition.ts';
import type { Package } from './package.ts';

/** The kinds of the APIs whose claims the function composes on one of the targets. */
export function composedKinds(
  apiFunction: Pick<AnyFunctions[string], 'targets'> | undefined,
  targets: readonly string[],
): readonly string[] {
  const composed = targets.flatMap((target) => Object.values(apiFunction?.targets[target]?.resources ?? {}));
  return [
    ...new Set(
      composed
        .map(modelOf)
        .filter(isOwn)
        .map(({ kind }) => kind),
    ),
  ];
}

/** Throws a `UserError` with a sentence for each API of a package that composes claims of others, which the package lacks. */
export function insistOnComposedApis(
  functions: AnyFunctions,
  { apis, packages }: { readonly apis: Apis; readonly packages: readonly Package[] },
): void {
  const keyOf = (kind: string) => Object.keys(apis).find((key) => apis[key]?.kind === kind);
  const all = packages.flatMap((pkg) =>
    pkg.apis.map((key) => {
      const composed = composedKinds(functions[key], pkg.targets);
      return { pkg, key, lacking: composed.filter((kind) => !pkg.apis.includes(keyOf(kind) ?? kind)) };
    }),
  );
  const incomplete = all.filter(({ lacking }) => lacking.length > 0);
  if (incomplete.length === 0) return;
  const problems = incomplete.map(({ pkg, key, lacking }) => {
    const what = `${lacking.length === 1 ? 'the API' : 'the APIs'} ${lacking.map((kind) => keyOf(kind) ?? kind).join(' and ')}`;
    return `package ${pkg.name} lacks ${what}, whose claims ${apis[key]?.kind} composes`;
  });
  const isAbsent = incomplete.some(({ lacking }) => lacking.some((kind) => keyOf(kind) === undefined));
  throw new UserError(problems.join('; '), {
    hint: isAbsent
      ? 'add them to apis/index.ts and functions/index.ts, since the platform does not have them'
      : 'add them to the `apis` of the package in `packages`, since two packages cannot share an API',
  });
}
