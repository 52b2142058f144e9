/** The platform for tests: its APIs, functions and synthesised packages, loaded once. */
import { dispatch, type Handler } from 'planesmith/runtime';
import type { AnyApi, Flavour } from 'planesmith/schema';
import { synthesise } from 'planesmith/synth';
import type { KubernetesObject } from 'planesmith/testing';
import platform from '../../planesmith.config.ts';
import { functions } from '../../functions/index.ts';

export { platform };

/** The platform's function, in this process. */
export const handler: Handler = dispatch(functions);

/** The objects of one package for one API on one target. */
export interface Synthesised {
  readonly xrd: KubernetesObject;
  readonly composition: KubernetesObject;
}

const synthesised = new Map<string, Promise<Synthesised>>();

/** The definition and the Composition of an API on a target, from the package that ships them. */
export function synthesisedFor(api: AnyApi, target: string, flavour: Flavour): Promise<Synthesised> {
  const key = [api.kind, target, flavour].join(' ');
  const known = synthesised.get(key) ?? synthesiseFor(api, target, flavour);
  synthesised.set(key, known);
  return known;
}

async function synthesiseFor(api: AnyApi, target: string, flavour: Flavour): Promise<Synthesised> {
  const pkg = platform.packages.find((shipped) => shipped.flavour === flavour && shipped.targets.includes(target));
  if (pkg === undefined) throw new Error(`no package ships target ${target} in flavour ${flavour}`);
  const objects = (await synthesise(platform, pkg)).objects as unknown as readonly KubernetesObject[];
  const xrd = objects.find(({ kind, metadata }) => isXrdOf(kind, metadata.name, api));
  const composition = objects.find(({ metadata }) => metadata.name === `${api.plural}-${target}`);
  if (xrd === undefined || composition === undefined) throw new Error(`${pkg.name} lacks ${api.kind}`);
  return { xrd, composition };
}

function isXrdOf(kind: string, name: string | undefined, { plural }: AnyApi): boolean {
  const names = [plural, `x${plural}`].map((word) => `${word}.${platform.group}`);
  return kind === 'CompositeResourceDefinition' && names.includes(name ?? '');
}

/** The API of a claim. */
export function apiOf({ kind }: KubernetesObject): AnyApi {
  const api = Object.values(platform.apis).find((served) => served.kind === kind);
  if (api === undefined) throw new Error(`no API has the kind ${kind}`);
  return api;
}
