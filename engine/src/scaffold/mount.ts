/** Writes the part of a pod by which an application reads the Secrets of a claim. */

/** How the application reads the Secret: from variables, or from files. */
export type MountForm = 'env' | 'volume';

/** A Secret, as far as a pod must know it. */
export interface MountedSecret {
  /** What variables begin with: the claim, and its name there if the claim lists several. */
  readonly claim: string;
  readonly name: string;
  /** All of its keys, in their order. */
  readonly keys: readonly string[];
  /** Key by the alias that the claim asks for. */
  readonly aliases: Readonly<Record<string, string>>;
}

/**
 * Fields of a pod's spec, for one Secret or more. A variable is named by the alias of its key, else by claim and key, as `ORDERS_CA_CRT`. Files are below
 * `/etc/secrets/<Secret>`, one for each key.
 */
export function podFields(form: MountForm, ...secrets: readonly MountedSecret[]): object {
  if (form === 'env') return { containers: [{ name: 'app', env: secrets.flatMap(variables) }] };
  const volumeMounts = secrets.map(({ name }) => ({
    name,
    mountPath: `/etc/secrets/${name}`,
    readOnly: true,
  }));
  return {
    containers: [{ name: 'app', volumeMounts }],
    volumes: secrets.map(({ name }) => ({ name, secret: { secretName: name } })),
  };
}

function variables({ claim, name, keys, aliases }: MountedSecret): object[] {
  const aliasOf = new Map(Object.entries(aliases).map(([alias, key]) => [key, alias]));
  return keys
    .filter((key) => !Object.hasOwn(aliases, key))
    .map((key) => {
      const alias = aliasOf.get(key);
      return {
        name: alias ?? variable(`${claim}_${key}`),
        valueFrom: { secretKeyRef: { name, key: alias ?? key } },
      };
    });
}

/** A name that every shell takes. */
function variable(text: string): string {
  return text
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_')
    .replace(/^(?=\d)/, '_');
}
