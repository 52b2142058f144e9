/**
 * Secrets that a claim lists in a map of its spec. An API has them if the entries of that map have `keys`, and those of the map of the same
 * name in its status have a `secretName`.
 */
import type { AnyApi } from './api.ts';
import type { Node } from './node.ts';

type Fields = Readonly<Record<string, unknown>>;

/** One of the Secrets. */
export interface ListedSecret {
  /** Its name in the claim. */
  readonly entry: string;
  readonly name: string;
  readonly keys: readonly string[];
}

/** The field of the spec that lists Secrets; undefined if none does. */
export function secretsField({ spec, status }: Pick<AnyApi, 'spec' | 'status'>): string | undefined {
  const reported = fieldsOf(status);
  return Object.entries(fieldsOf(spec)).find(
    ([name, node]) => entryHas(node, 'keys') && entryHas(reported[name], 'secretName'),
  )?.[0];
}

/** The usual name of a Secret, which a status alone can contradict. */
export function listedName({ kind }: Pick<AnyApi, 'kind'>, claim: string, entry: string): string {
  return `${claim}-${kind.toLowerCase()}-${entry}`;
}

/** The Secrets that a claim lists, by the names in its status if there is one. */
export function listedSecrets(api: AnyApi, claim: Fields, status: unknown = {}): readonly ListedSecret[] {
  const field = secretsField(api);
  const { name: owner } = recordIn(claim['metadata']);
  if (field === undefined || typeof owner !== 'string') return [];
  const reported = recordIn(recordIn(status)[field]);
  return Object.entries(recordIn(recordIn(claim['spec'])[field])).map(([entry, wish]) => {
    const { keys } = recordIn(wish);
    const { secretName } = recordIn(Object.hasOwn(reported, entry) ? reported[entry] : undefined);
    return {
      entry,
      name: typeof secretName === 'string' ? secretName : listedName(api, owner, entry),
      keys: Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : [],
    };
  });
}

function entryHas(node: Node | undefined, field: string): boolean {
  return node?.kind === 'map' && Object.hasOwn(fieldsOf(node.values), field);
}

function fieldsOf(node: Node): Readonly<Record<string, Node>> {
  return node.kind === 'object' ? node.fields : {};
}

function recordIn(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}
