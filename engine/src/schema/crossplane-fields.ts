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

const resourceRefs = optional(list('atomic', [], fields({ apiVersion: text, name: optional(text), kind: text })));

const conditions = optional(
  list(
    'map',
    ['type'],
    fields({
      lastTransitionTime: dateTime,
      message: optional(text),
      reason: text,
      status: text,
      type: text,
      observedGeneration: optional(bare({ kind: 'integer', format: 'int64' })),
    }),
  ),
);

/** In the spec of an XR under an XRD v2. */
export const namespacedFields: { readonly [name: string]: Node } = {
  crossplane: optional(fields({ ...composition, resourceRefs })),
};

/** In the spec of a Claim under an XRD v1. */
export const claimFields: { readonly [name: string]: Node } = {
  ...composition,
  compositeDeletePolicy: optional(bare({ kind: 'enum', values: ['Background', 'Foreground'] })),
  resourceRef: reference('apiVersion', 'kind', 'name'),
  writeConnectionSecretToRef: reference('name'),
};

/** In the spec of the XR behind a Claim, beside those of the Claim. */
const legacyFields: readonly string[] = ['claimRef', 'resourceRefs'];

/** Names that an author can't use in a spec: Crossplane would put its own field there. */
export const reservedSpecFields: readonly string[] = [
  ...Object.keys(namespacedFields),
  ...Object.keys(claimFields),
  ...legacyFields,
];

/** In the status of an XR under an XRD v2. */
export const namespacedStatusFields: { readonly [name: string]: Node } = { conditions };

/** In the status of a Claim under an XRD v1. */
export const claimStatusFields: { readonly [name: string]: Node } = {
  conditions,
  connectionDetails: optional(fields({ lastPublishedTime: optional(dateTime) })),
  claimConditionTypes: optional(list('set', [], text)),
};

function bare(shape: Parameters<typeof makeNode>[0]): Schema {
  return makeNode(shape, undefined);
}

function fields(named: { readonly [name: string]: Node }): Schema {
  return bare({ kind: 'object', fields: named });
}

function list(listType: 'atomic' | 'set' | 'map', keys: readonly string[], items: Node): Schema {
  return bare({ kind: 'array', items, listType, keys });
}

function reference(...names: string[]): Schema {
  return optional(fields(Object.fromEntries(names.map((name) => [name, text]))));
}

function selector(): Schema {
  return optional(fields({ matchLabels: bare({ kind: 'map', values: text }) }));
}
