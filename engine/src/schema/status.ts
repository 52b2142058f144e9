/** The schema of the status: the fields of the API's author, and those that the engine adds. */
import type { AnyApi, ApiSchemas } from './api.ts';
import { claimStatusFields, namespacedStatusFields } from './crossplane-fields.ts';
import type { Flavour } from './flavour.ts';
import { deepFreeze } from './make-node.ts';
import { optional } from './modifiers.ts';
import type { Node, ObjectNode, Output } from './node.ts';
import { object } from './object.ts';
import { string } from './string.ts';

/** The fields that the engine reports in the status of every API. */
export interface EngineStatus<A extends AnyApi> {
  recorded?: Partial<Output<A['recorded']>>;
  target?: string;
  platformVersion?: string;
  connectionSecretRef?: { name: string };
}

/** The names that an author can't use in a status. The engine or Crossplane uses them (crossplane-runtime pkg/xcrd/schemas.go). */
export const reservedStatusFields: readonly string[] = [
  'recorded',
  'target',
  'platformVersion',
  'connectionSecretRef',
  'conditions',
  'connectionDetails',
  'claimConditionTypes',
  'crossplane',
];

/** The whole status. Its fields are optional, since they fill up while the resources are created. */
export function statusNode(api: ApiSchemas, flavour?: Flavour): Node {
  const status = api.status as ObjectNode;
  const recorded = api.recorded as ObjectNode;
  return deepFreeze({
    ...status,
    presence: 'optional',
    fields: {
      ...allOptional(status.fields),
      ...(Object.keys(recorded.fields).length > 0 && { recorded: recordedNode(recorded) }),
      ...engineFields(api),
      ...(flavour === 'namespaced' && namespacedStatusFields),
      ...(flavour === 'claims' && claimStatusFields),
    },
  });
}

function recordedNode(recorded: ObjectNode): Node {
  const description = 'Decisions that hold for the life of this resource.';
  return { ...recorded, presence: 'optional', description, fields: allOptional(recorded.fields) };
}

function engineFields({ secret }: ApiSchemas): { readonly [name: string]: Node } {
  return {
    target: optional(string('Where this resource comes from; decided once.', { maxLength: 63 })),
    platformVersion: optional(
      string('The release of the platform that last handled this resource.', { maxLength: 64 }),
    ),
    ...(Object.keys(secret).length > 0 && {
      connectionSecretRef: optional(
        object(
          { name: string('Name of the Secret, in the same namespace.', { maxLength: 253 }) },
          { description: 'The Secret to mount.' },
        ),
      ),
    }),
  };
}

function allOptional(fields: ObjectNode['fields']): ObjectNode['fields'] {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, { ...field, presence: 'optional' as const }]),
  );
}
