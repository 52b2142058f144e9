/** Packages that lack an API whose claims another of their APIs composes. */
import { modelOf } from '../authoring/declaration.ts';
import { isOwn } from '../authoring/in-group.ts';
import type { AnyFunctions } from '../authoring/index.ts';
import type { Apis } from './definition.ts';
import type { Package } from './package.ts';

/** A sentence for each of them, without a full stop. */
export function incompletePackages(
  functions: AnyFunctions,
  { apis, packages }: { readonly apis: Apis; readonly packages: readonly Package[] },
): readonly string[] {
  const keyOf = (kind: string) => Object.keys(apis).find((key) => apis[key]?.kind === kind) ?? kind;
  return packages.flatMap((pkg) =>
    pkg.apis.flatMap((key) => {
      const composed = pkg.targets
        .flatMap((target) => Object.values(functions[key]?.targets[target]?.resources ?? {}))
        .map(modelOf)
        .filter(isOwn);
      const lacking = new Set(composed.map(({ kind }) => keyOf(kind)).filter((other) => !pkg.apis.includes(other)));
      if (lacking.size === 0) return [];
      const what = `${lacking.size === 1 ? 'the API' : 'the APIs'} ${[...lacking].join(' and ')}`;
      return [`package ${pkg.name} lacks ${what}, whose claims ${apis[key]?.kind} composes`];
    }),
  );
}
