/** The definition, in the Function package, of the input that a Composition passes to the function. */

/** The CustomResourceDefinition of `Input`. Crossplane does not install it; editors and catalogues read it. */
export const functionInput = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'inputs.planesmith.dev' },
  spec: {
    group: 'planesmith.dev',
    names: { categories: ['crossplane'], kind: 'Input', listKind: 'InputList', plural: 'inputs', singular: 'input' },
    scope: 'Namespaced',
    versions: [
      {
        name: 'v1alpha1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            description: 'What a step of a Composition tells the function.',
            required: ['target', 'platform', 'platformVersion'],
            properties: {
              apiVersion: { type: 'string' },
              kind: { type: 'string' },
              metadata: { type: 'object' },
              target: {
                type: 'string',
                description:
                  'Where the resources of a new claim come from; an existing claim keeps the target in its status.',
                minLength: 1,
              },
              platform: {
                type: 'string',
                description: 'The name of the platform, which is the name of its EnvironmentConfig.',
                minLength: 1,
              },
              platformVersion: {
                type: 'string',
                description: 'The version of the packages that this Composition came with.',
                minLength: 1,
              },
            },
          },
        },
      },
    ],
  },
} as const;
