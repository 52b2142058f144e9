/** A password that nobody chooses: made up in the cluster by external-secrets, once. */
import type { ComposeOptions, SecretText } from 'planesmith/authoring';
import { ExternalSecret } from '../kinds/external-secret.ts';
import { Password } from '../kinds/password.ts';

/** The key of the Secret. */
const key = 'password';

/** Long enough for any use, without what a connection string would have to escape. */
export function generator() {
  return Password({ spec: { length: 32, digits: 8, symbols: 0, noUpper: false, allowRepeat: true } });
}

/** The Secret that holds it, written once. It must be created after the generator. */
export function madeOnce(secretName: string, generatorName: string) {
  return madeSecret(secretName, generatorName, [key]);
}

/**
 * A Secret with a password of its own under each of `keys`, written once: every entry asks the generator anew. It must be created after
 * the generator.
 * `template`, which knows the passwords by their keys, makes all of the Secret instead where there is one.
 */
export function madeSecret(
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
        dataFrom: keys.map((each) => ({
          sourceRef: { generatorRef: { apiVersion, kind: 'Password', name: generatorName } },
          rewrite: [{ regexp: { source: '^password$', target: each } }],
        })),
      },
    },
    options,
  );
}

/** Where a resource finds it. */
export function passwordIn(secretName: string) {
  return { name: secretName, key };
}

/** The password in the Secret that was read; undefined before it is made. */
export function passwordOf(secret: SecretText): string | undefined {
  return secret[key];
}
