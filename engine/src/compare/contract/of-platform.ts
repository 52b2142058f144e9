/** Reads the contract of a release from its platform and its functions. */
import { environmentOf, type AnyFunctions } from '../../authoring/functions.ts';
import { capabilityReasons, eventTypes, reasons } from '../../authoring/reasons.ts';
import type { Platform } from '../../platform/platform.ts';
import { composedKinds } from '../../release/composed-kinds.ts';
import type { AnyApi } from '../../schema/index.ts';
import { type ApiContract, type Contract, contractFormat, type PackageContract, type Reading } from './contract.ts';

/** The contract of a release. Throws a `UserError` if the platform has no functions. */
export function contractOf(platform: Platform, functions: AnyFunctions): Contract {
  const { name, version, group, registry, crossplane, channel, apis, packages } = platform;
  const targets = new Set(Object.values(apis).flatMap((api) => api.targets));
  const served = Object.entries(apis).map(([key, api]) => [api.kind, apiContract(api, functions[key])]);
  const contract: Contract = {
    format: contractFormat,
    platform: name,
    version,
    group,
    registry,
    crossplane,
    ...(channel !== undefined && { channel }),
    apis: Object.fromEntries(served),
    environment: environmentOf(functions),
    targets: Object.fromEntries([...targets].map((target) => [target, { composes: composes(functions, target) }])),
    packages: Object.fromEntries(
      packages.map(({ name: packageName, apis: keys, targets: offered, flavour }): [string, PackageContract] => {
        const kinds = keys.flatMap((key) => apis[key]?.kind ?? []);
        return [packageName, { kinds, targets: offered, flavour }];
      }),
    ),
    conditions: {
      Provisioned: Object.fromEntries(Object.entries(reasons).map(([reason, { status }]) => [reason, status])),
      PlatformCapable: capabilityReasons,
    },
    events: eventTypes,
  };
  return contract;
}

function apiContract({ convert: _, ...api }: AnyApi, functionOf: AnyFunctions[string] | undefined): ApiContract {
  const readings = api.targets.map((target) => [target, reading(functionOf, target)]);
  return { definition: api, reads: Object.fromEntries(readings) };
}

function reading(functionOf: AnyFunctions[string] | undefined, target: string): Reading {
  const { sections, ignores = {} } = functionOf?.targets[target] ?? {};
  const needed = new Set([...(functionOf?.planner.sections ?? []), ...(sections?.needed ?? [])]);
  const optional = (sections?.optional ?? []).filter((section) => !needed.has(section));
  return { needed: [...needed].toSorted(), optional: optional.toSorted(), ignores };
}

function composes(functions: AnyFunctions, target: string): Contract['targets'][string]['composes'] {
  return Object.fromEntries(
    composedKinds(functions, target).map(({ apiVersion, kind, plural, namespaced, clusterRoles }) => [
      `${apiVersion} ${kind}`,
      { plural, namespaced, clusterRoles },
    ]),
  );
}
