/** The one door to a platform's own files: functions, compositions, install charts and exporters, each loaded once and checked. */
import { UserError } from '../errors.ts';
import { inGroup } from '../authoring/in-group.ts';
import type { AnyFunctions, Exporter } from '../authoring/index.ts';
import { nearest } from '../schema/index.ts';
import type { AnyCompositions } from '../synth/synthesise.ts';
import type { Install, Operators } from '../synth/install.ts';
import { absentSections } from './absent-sections.ts';
import { insistOnComposedApis } from './composed-apis.ts';
import type { Apis, PlatformDefinition } from './definition.ts';
import { installProblems } from './install-problems.ts';
import { calling, loading } from './loading.ts';
import type { Package } from './package.ts';
import { type Place, placeOfExport } from './place.ts';

interface Sources extends Pick<PlatformDefinition<Apis>, 'apis' | 'compositions' | 'functions' | 'group'> {
  readonly packages: readonly Package[];
  readonly install: PlatformDefinition<Apis>['install'];
  readonly exporters: PlatformDefinition<Apis>['exporters'];
}

/** The `load…` methods of a platform whose `platform()` is called at `origin`. */
export function loaders(
  { apis, compositions, functions, group, install, packages, exporters = {} }: Sources,
  origin: Place | undefined,
) {
  const placeOf = (load: () => unknown, name: string) => () => origin && (placeOfExport(load, name, origin) ?? origin);
  return {
    loadFunctions: once(() =>
      loading(
        'the functions',
        () => loadFunctions(functions, { apis, group, packages }),
        placeOf(functions, 'functions'),
      ),
    ),
    loadCompositions: once(() =>
      loading('the compositions', () => loadCompositions(compositions, apis), placeOf(compositions, 'compositions')),
    ),
    loadInstall: once(async (): Promise<Install> =>
      install === undefined
        ? {}
        : loading('the install charts', () => loadInstall(install, packages), placeOf(install, 'install')),
    ),
    loadOperators: once(async (): Promise<Operators> =>
      install === undefined
        ? {}
        : loading('the operators', async () => (await install()).operators ?? {}, placeOf(install, 'operators')),
    ),
    loadExporter: async (name: string): Promise<Exporter> => {
      const load = Object.hasOwn(exporters, name) ? exporters[name] : undefined;
      if (load === undefined) throw unknownExporter(name, Object.keys(exporters));
      return loading(`the exporter ${name}`, () => loadExporter(load), placeOf(load, 'exporter'));
    },
  };
}

async function loadFunctions(
  load: Sources['functions'],
  served: Pick<Sources, 'apis' | 'group' | 'packages'>,
): Promise<AnyFunctions> {
  const { functions } = (await load()) as { readonly functions?: AnyFunctions };
  if (functions === undefined) throw noExport('functions');
  for (const [key, api] of Object.entries(served.apis)) {
    const missing = api.targets.filter((target) => functions[key]?.targets?.[target] === undefined);
    if (missing.length > 0) throw incomplete(`${key} is missing for ${missing.join(', ')}`);
  }
  const planless = Object.keys(functions).find((key) => functions[key]?.planner?.api === undefined);
  if (planless !== undefined) throw incomplete(`${planless} has no planner`);
  // It refuses functions that fit no single handler. Loaded here, because most commands need no handler.
  const { dispatch } = await import('../runtime/dispatch.ts');
  dispatch(functions);
  insistOnComposedApis(functions, served);
  const absent = absentSections(functions, served.packages);
  if (absent.length > 0) {
    throw new UserError(absent.join('; '), {
      hint: 'add the section to the schema of the environment, or remove the target from `packages`',
    });
  }
  return inGroup(functions, served.group);
}

async function loadCompositions(load: Sources['compositions'], apis: Apis): Promise<AnyCompositions> {
  const { compositions } = (await load()) as { readonly compositions?: AnyCompositions };
  if (compositions === undefined) throw noExport('compositions');
  const unknown = Object.keys(compositions).filter((key) => !Object.hasOwn(apis, key));
  if (unknown.length > 0) {
    throw new UserError(`there is no API ${unknown.join(', ')}`, {
      hint: `the keys are those of apis: ${Object.keys(apis).join(', ')}`,
    });
  }
  return Object.fromEntries(
    Object.entries(compositions).map(([key, compose]): [string, typeof compose] => [
      key,
      (scope, props) => calling(`cannot make the Composition of ${key}`, () => compose(scope, props)),
    ]),
  );
}

async function loadInstall(load: NonNullable<Sources['install']>, packages: Sources['packages']): Promise<Install> {
  const { install } = (await load()) as { readonly install?: Install };
  if (install === undefined) throw noExport('install');
  const problems = installProblems(install, new Set(packages.flatMap(({ targets }) => [...targets])));
  if (problems.length > 0) throw new UserError(problems.join('; '));
  return install;
}

async function loadExporter(load: () => Promise<{ readonly exporter?: Exporter }>): Promise<Exporter> {
  const { exporter } = await load();
  if (typeof exporter === 'function') return exporter;
  throw noExport('exporter');
}

function noExport(name: string): UserError {
  return new UserError(`there is no export \`${name}\``, { hint: `write \`export const ${name} = …\` in this file` });
}

function incomplete(message: string): UserError {
  return new UserError(message, { hint: 'add it to `functions`, or remove it from the API' });
}

function unknownExporter(name: string, names: readonly string[]): UserError {
  const meant = nearest(name, names);
  return new UserError(`there is no exporter ${name}${meant === undefined ? '' : `, did you mean ${meant}?`}`, {
    hint:
      names.length === 0
        ? 'the platform registers none: see `exporters` in planesmith.config.ts'
        : `the exporters are ${names.join(', ')}`,
  });
}

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => (loaded ??= load());
}
