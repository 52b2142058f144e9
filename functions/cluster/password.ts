/** Passwords that external-secrets generates once, in the cluster. */
import type { ComposeOptions, SecretText } from 'planesmith/authoring';
import { ExternalSecret } from '../kinds/external-secret.ts';
import { Password } from '../kinds/password.ts';

/** The key of the Secret that holds the password. */
const key = 'password';

/** A generator of 32 letters and digits: no connection string has to escape any of them. */
export function generator() {
  return Password({ spec: { length: 32, digits: 8, symbols: 0, noUpper: false, allowRepeat: true } });
}

/** A Secret with one password, which never changes. external-secrets waits for the generator. */
export function passwordSecret(secretName: string, generatorName: string) {
  return generatedSecret(secretName, generatorName, [key]);
}

/**
 * A Secret with a different password under each of `keys`, none of which ever changes. external-secrets waits for the generator.
 * A `template`, which can use the passwords by their keys, writes the whole Secret instead.
 */
export function generatedSecret(
  secretName: string,
  generatorName: string,
  keys: readonly string[],
  template?: string,
  options?: ComposeOptions,
) {
  const apiVersion = 'generators.external-secrets.io/v1alpha1';
  return ExternalSecret(
    {
      spec: {
        refreshPolicy: 'CreatedOnce',
        target: {
          name: secretName,
          creationPolicy: 'Owner',
          deletionPolicy: 'Retain',
          ...(template !== undefined && { template: { templateFrom: [{ literal: template }] } }),
        },
        dataFrom: keys.map((target) => ({
          sourceRef: { generatorRef: { apiVersion, kind: 'Password', name: generatorName } },
          rewrite: [{ regexp: { source: '^password$', target } }],
        })),
      },
    },
    options,
  );
}

/** The reference to the password, for the spec of a resource. */
export function passwordIn(secretName: string) {
  return { name: secretName, key };
}

/** The password in that Secret; undefined before external-secrets has created it. */
export function passwordOf(secret: SecretText): string | undefined {
  return secret[key];
}
