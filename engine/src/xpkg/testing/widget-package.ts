/** The packages of a small but complete platform with Widgets, for tests; Crossplane accepts them. */
import type { BuiltPackage } from '../built-package.ts';
import { buildConfigurationPackage, type ConfigurationParts } from '../configuration.ts';
import { textContent } from '../tar.ts';
import type { FunctionRoot } from '../function-root.ts';
import { buildFunctionPackage } from '../function.ts';
import type { Architecture } from '../image.ts';
import { layerOf } from '../layer.ts';

/** A CompositeResourceDefinition. */
export const widgetDefinition = {
  apiVersion: 'apiextensions.crossplane.io/v2',
  kind: 'CompositeResourceDefinition',
  metadata: { name: 'widgets.example.org' },
  spec: {
    group: 'example.org',
    names: { kind: 'Widget', plural: 'widgets' },
    scope: 'Namespaced',
    defaultCompositionRef: { name: 'widgets-local' },
    versions: [
      {
        name: 'v1alpha1',
        served: true,
        referenceable: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            description: 'A Widget.\n\nIt has a size:\n  - small\n  - large\n',
            properties: {
              spec: { type: 'object', properties: { size: { type: 'string', enum: ['small', 'no', '10'] } } },
            },
          },
        },
      },
    ],
  },
} as const;

/** The Composition of the definition. */
export const widgetComposition = {
  apiVersion: 'apiextensions.crossplane.io/v1',
  kind: 'Composition',
  metadata: { name: 'widgets-local' },
  spec: {
    compositeTypeRef: { apiVersion: 'example.org/v1alpha1', kind: 'Widget' },
    mode: 'Pipeline',
    pipeline: [{ step: 'compose', functionRef: { name: 'toy-toy-functions-0-1-0' } }],
  },
} as const;

/** The contents of the Widget Configuration. */
export const widgetParts: ConfigurationParts = {
  name: 'toy-local',
  version: '0.1.0',
  crossplane: '>=v2.0.0-0',
  about: { maintainer: 'Widget Team <widgets@example.org>', license: 'Apache-2.0', description: 'Widgets.' },
  dependsOn: [{ kind: 'Function', package: 'registry.example.org/toy/toy-functions-0-1-0', version: '0.1.0' }],
  objects: [widgetDefinition, widgetComposition],
  examples: ['apiVersion: example.org/v1alpha1\nkind: Widget\nmetadata:\n  name: wheel\n'],
};

/** The Widget Configuration. */
export function widgetConfiguration(parts: Partial<ConfigurationParts> = {}): Promise<BuiltPackage> {
  return buildConfigurationPackage({ ...widgetParts, ...parts });
}

/** A root with only a program of one line. */
async function widgetRoot(architecture: Architecture): Promise<FunctionRoot> {
  const content = textContent(`console.log('Widgets on ${architecture}');\n`);
  return {
    platform: { os: 'linux', architecture },
    layers: [await layerOf([{ type: 'file', path: 'function.mjs', content }])],
    environment: { PATH: '/nodejs/bin' },
    base: 'host',
    releasable: false,
  };
}

/** The Widget Function, by default for two architectures. */
export async function widgetFunction(
  architectures: readonly Architecture[] = ['amd64', 'arm64'],
): Promise<BuiltPackage> {
  return buildFunctionPackage({
    name: 'toy-functions-0-1-0',
    version: '0.1.0',
    crossplane: '>=v2.0.0-0',
    roots: await Promise.all(architectures.map(widgetRoot)),
    nodeFlags: ['--max-semi-space-size=2'],
  });
}
