/** Synthesises one package of a platform into plain Kubernetes objects. */
import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { UserError } from '../errors.ts';
import type { AnyApi, Flavour } from '../schema/index.ts';
import { compositionName } from '../schema/flavour.ts';
import type { Dependency } from '../xpkg/meta.ts';
import { Composition, type CompositionProps } from './composition.ts';
import { functionName } from './function-name.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { XRD } from './xrd.ts';

/** The part of a platform that synthesis reads. */
export interface SynthesisPlatform {
  readonly name: string;
  readonly group: string;
  readonly version: string;
  readonly functionName: string;
  readonly channel?: string;
  readonly apis: Readonly<Record<string, AnyApi>>;
  /** A function, so that only synthesis loads cdk8s. */
  readonly loadCompositions: () => Promise<AnyCompositions>;
}

/** Any platform's compositions. */
export type AnyCompositions = Readonly<Record<string, (scope: Construct, props: CompositionProps<never>) => void>>;

/** The part of a package that synthesis reads. */
export interface SynthesisPackage {
  readonly name: string;
  /** Keys of `apis`. */
  readonly apis: readonly string[];
  /** The first target that an API has is its default. */
  readonly targets: readonly string[];
  readonly flavour: Flavour;
}

/** The contents of a package. */
export interface Synthesised {
  /** Its XRDs and Compositions, then all other objects that its compositions made, each by kind and name. */
  readonly objects: readonly KubernetesObject[];
  /** The packages of the functions that its Compositions call besides the platform's own, by name. */
  readonly dependsOn: readonly Dependency[];
}

/**
 * The contents of a package. Throws a `UserError` if an entry of `compositions` makes no Composition or belongs to no API, or if two steps
 * want different packages under the same name.
 */
export async function synthesise(platform: SynthesisPlatform, pkg: SynthesisPackage): Promise<Synthesised> {
  const compositions = await platform.loadCompositions();
  const { name, group, version, functionName: ownFunction, channel } = platform;
  const usual = channel === undefined ? {} : { channel };
  const context = { platform: name, group, version, functionName: ownFunction, flavour: pkg.flavour, ...usual };
  const app = new App();
  const chart = new Chart(app, pkg.name);
  const expectedNames: string[] = [];

  for (const key of pkg.apis) {
    const api = platform.apis[key];
    const compose = compositions[key];
    if (api === undefined) throw new UserError(`package ${pkg.name}: there is no API ${key}`);
    const targets = pkg.targets.filter((target) => api.targets.includes(target));
    const [defaultTarget] = targets;
    if (defaultTarget === undefined) {
      throw new UserError(`package ${pkg.name}: ${api.kind} has none of its targets (${pkg.targets.join(', ')})`);
    }
    new XRD(chart, key, { api, context, defaultTarget });
    for (const target of targets) {
      const scope = new Construct(chart, `${key}-${target}`);
      const choices = target === defaultTarget && targets.length > 1 ? targets : undefined;
      if (compose === undefined) new Composition(scope, 'composition', { api, target, context, choices });
      else compose(scope, { target, context, choices } as CompositionProps<never>);
      expectedNames.push(compositionName(api, target));
    }
  }

  const objects = app.charts.flatMap((built) => built.toJson() as KubernetesObject[]).sort(inOrder);
  refuseMissing(expectedNames, objects, pkg);
  return { objects, dependsOn: dependenciesIn(app, pkg) };
}

/** Crossplane installs one package under a name, in one version. */
function dependenciesIn(app: App, { name: pkg }: SynthesisPackage): Dependency[] {
  const dependencies = app.node.findAll().flatMap((node) => (Composition.isComposition(node) ? node.dependsOn : []));
  const byName = new Map<string, Dependency>();
  for (const dependency of dependencies) {
    const name = functionName(dependency.package);
    const other = byName.get(name) ?? dependency;
    if (other.package !== dependency.package || other.version !== dependency.version) {
      const [one, two] = [other, dependency].map(({ package: repository, version }) => `${repository} ${version}`);
      throw new UserError(`package ${pkg}: its steps call the Function ${name} as ${one} and as ${two}`, {
        hint: 'name the same package and version in all of them',
      });
    }
    byName.set(name, dependency);
  }
  return [...byName].sort(([a], [b]) => order(a, b)).map(([, dependency]) => dependency);
}

function refuseMissing(
  expectedNames: readonly string[],
  objects: readonly KubernetesObject[],
  pkg: SynthesisPackage,
): void {
  const names = new Set(objects.filter(({ kind }) => kind === 'Composition').map(({ metadata }) => metadata.name));
  for (const name of expectedNames) {
    if (names.has(name)) continue;
    throw new UserError(`package ${pkg.name}: its compositions create no Composition named ${name}`, {
      hint: 'create one with `new Composition(scope, id, { api, ...props })`',
    });
  }
}

const ranks = ['CompositeResourceDefinition', 'Composition'];

function inOrder(a: KubernetesObject, b: KubernetesObject): number {
  return rank(a) - rank(b) || order(a.kind, b.kind) || order(a.metadata.name, b.metadata.name);
}

function rank({ kind }: KubernetesObject): number {
  const index = ranks.indexOf(kind);
  return index < 0 ? ranks.length : index;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
