/** Writes the part of a pod by which an application reads the connection Secret of a claim. */

/** How the application reads the Secret: from variables, or from files. */
export type MountForm = 'env' | 'volume';

/** A connection Secret, as far as a pod must know it. */
export interface MountedSecret {
  readonly claim: string;
  readonly name: string;
  /** All of its keys, in their order. */
  readonly keys: readonly string[];
  /** Key by the alias that the claim asks for. */
  readonly aliases: Readonly<Record<string, string>>;
}

/**
 * Fields of a pod's spec. A variable is named by the alias of its key, else by claim and key, as `ORDERS_CA_CRT`. Files are below
 * `/etc/secrets/<Secret>`, one for each key.
 */
export function podFields(form: MountForm, { claim, name, keys, aliases }: MountedSecret): object {
  if (form === 'volume') {
    const mount = { name, mountPath: `/etc/secrets/${name}`, readOnly: true };
    return {
      containers: [{ name: 'app', volumeMounts: [mount] }],
      volumes: [{ name, secret: { secretName: name } }],
    };
  }
  const aliasOf = new Map(Object.entries(aliases).map(([alias, key]) => [key, alias]));
  const env = keys
    .filter((key) => !Object.hasOwn(aliases, key))
    .map((key) => {
      const alias = aliasOf.get(key);
      return {
        name: alias ?? variable(`${claim}_${key}`),
        valueFrom: { secretKeyRef: { name, key: alias ?? key } },
      };
    });
  return { containers: [{ name: 'app', env }] };
}

/** A name that every shell takes. */
function variable(text: string): string {
  return text
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_')
    .replace(/^(?=\d)/, '_');
}
