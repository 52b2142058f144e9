/** Writes a Dapr Component, in which each setting is a value or a key of a Secret. */
import { Component } from '../kinds/dapr-component.ts';

/** A key of a Secret in the component's own namespace. */
export interface FromSecret {
  readonly name: string;
  readonly key: string;
}

interface ComponentOptions {
  /** The component type, such as `pubsub.kafka`. */
  readonly type: string;
  readonly version: string;
  readonly metadata: Readonly<Record<string, string | FromSecret>>;
  /** The Dapr apps that may use it. When absent, all apps of the namespace. */
  readonly apps: readonly string[] | undefined;
}

/** The Component. Dapr reads it when a sidecar starts (https://docs.dapr.io/reference/resource-specs/component-schema). */
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
