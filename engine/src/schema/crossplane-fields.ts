/**
 * The fields that Crossplane adds to the developer's object:
 * https://github.com/crossplane/crossplane-runtime/blob/v2.4.0/pkg/xcrd/schemas.go
 */
import { makeNode } from './make-node.ts';
import { optional } from './modifiers.ts';
import type { Node, Schema } from './node.ts';

const text = bare({ kind: 'string' });
const dateTime = bare({ kind: 'string', format: 'date-time' });

const composition = {
  compositionRef: reference('name'),
  compositionSelector: selector(),
  compositionRevisionRef: reference('name'),
  compositionRevisionSelector: selector(),
  compositionUpdatePolicy: optional(bare({ kind: 'enum', values: ['Automatic', 'Manual'] })),
};

const resourceRefs = optional(list('atomic', [], object({ apiVersion: text, name: optional(text), kind: text })));

const conditions = optional(
  list(
    'map',
    ['type'],
    object({
      lastTransitionTime: dateTime,
      message: optional(text),
      reason: text,
      status: text,
      type: text,
      observedGeneration: optional(bare({ kind: 'integer', format: 'int64' })),
    }),
  ),
);

/** Fields in the spec of an XR under an XRD v2. */
export const namespacedFields: { readonly [name: string]: Node } = {
  crossplane: optional(object({ ...composition, resourceRefs })),
};

/** Fields in the spec of a Claim under an XRD v1. */
export const claimFields: { readonly [name: string]: Node } = {
  ...composition,
  compositeDeletePolicy: optional(bare({ kind: 'enum', values: ['Background', 'Foreground'] })),
  resourceRef: reference('apiVersion', 'kind', 'name'),
  writeConnectionSecretToRef: reference('name'),
};

/** Further fields in the spec of the XR behind a Claim. */
const legacyFields: readonly string[] = ['claimRef', 'resourceRefs'];

const { resourceRef: _, ...chosenOnClaims } = claimFields;

/** The fields of a spec, in either flavour, that people may write; most are for administrators. Crossplane writes the others. */
export const chosenFields: { readonly [name: string]: Node } = {
  crossplane: optional(object(composition)),
  ...chosenOnClaims,
};

/** Names that an author can't use in a spec, since Crossplane adds fields with these names. */
export const reservedSpecFields: readonly string[] = [
  ...Object.keys(namespacedFields),
  ...Object.keys(claimFields),
  ...legacyFields,
];

/** Fields in the status of an XR under an XRD v2. */
export const namespacedStatusFields: { readonly [name: string]: Node } = { conditions };

/** Fields in the status of a Claim under an XRD v1. */
export const claimStatusFields: { readonly [name: string]: Node } = {
  conditions,
  connectionDetails: optional(object({ lastPublishedTime: optional(dateTime) })),
  claimConditionTypes: optional(list('set', [], text)),
};

function bare(shape: Parameters<typeof makeNode>[0]): Schema {
  return makeNode(shape, undefined);
}

function object(fields: { readonly [name: string]: Node }): Schema {
  return bare({ kind: 'object', fields });
}

function list(listType: 'atomic' | 'set' | 'map', keys: readonly string[], items: Node): Schema {
  return bare({ kind: 'array', items, listType, keys });
}

function reference(...names: string[]): Schema {
  return optional(object(Object.fromEntries(names.map((name) => [name, text]))));
}

function selector(): Schema {
  return optional(object({ matchLabels: bare({ kind: 'map', values: text }) }));
}
