/** How a Dapr component is written: each setting is a value, or a key of a Secret. */
import { Component } from '../kinds/dapr-component.ts';

/** A key of a Secret in the component's own namespace. */
export interface FromSecret {
  readonly name: string;
  readonly key: string;
}

interface ComponentOptions {
  /** Such as `pubsub.kafka`. */
  readonly type: string;
  readonly version: string;
  readonly metadata: Readonly<Record<string, string | FromSecret>>;
  /** The Dapr apps that may use it; all of the namespace when absent. */
  readonly apps: readonly string[] | undefined;
}

/** The Component. Dapr reads it when a sidecar starts, from https://docs.dapr.io/reference/resource-specs/component-schema */
export function component({ type, version, metadata, apps }: ComponentOptions) {
  return Component({
    spec: {
      type,
      version,
      metadata: Object.entries(metadata).map(([name, value]) =>
        typeof value === 'string' ? { name, value } : { name, secretKeyRef: { name: value.name, key: value.key } },
      ),
    },
    ...(apps !== undefined && { scopes: apps.toSorted() }),
  });
}
