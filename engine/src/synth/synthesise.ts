/** Synthesises one package of a platform into plain Kubernetes objects. */
import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { UserError } from '../errors.ts';
import type { AnyApi, Flavour } from '../schema/index.ts';
import { compositionName } from '../schema/flavour.ts';
import { Composition, type CompositionProps } from './composition.ts';
import type { PlatformContext } from './context.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { XRD } from './xrd.ts';

/** The part of a platform that synthesis reads. */
export interface SynthesisPlatform {
  readonly name: string;
  readonly group: string;
  readonly version: string;
  readonly functionName: string;
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

/**
 * The package's XRDs and Compositions, then all other objects that its compositions made, each by kind and name.
 * Throws a `UserError` if an entry of `compositions` makes no Composition or belongs to no API.
 */
export async function synthesise(platform: SynthesisPlatform, pkg: SynthesisPackage): Promise<KubernetesObject[]> {
  const compositions = await platform.loadCompositions();
  const { name, group, version, functionName } = platform;
  const context: PlatformContext = { platform: name, group, version, functionName, flavour: pkg.flavour };
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
      if (compose === undefined) new Composition(scope, 'composition', { api, target, context });
      else compose(scope, { target, context } as CompositionProps<never>);
      expectedNames.push(compositionName(api, target));
    }
  }

  const objects = app.charts.flatMap((built) => built.toJson() as KubernetesObject[]).sort(inOrder);
  refuseMissing(expectedNames, objects, pkg);
  return objects;
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
