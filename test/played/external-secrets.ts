/** external-secrets v0.20.4: reaches stores, writes Secrets from them, and copies Secrets into them. */
import type { KubernetesObject } from 'planesmith/testing';
import { parse } from 'yaml';
import { condition } from './condition.ts';
import { fakeAuthority, fakeMark, playedTime } from './fake.ts';
import type { Player, World } from './play.ts';

interface ExternalSecretSpec {
  readonly target: {
    readonly name: string;
    readonly template?: { readonly templateFrom: readonly [{ readonly literal: string }] };
  };
  readonly data?: readonly { readonly secretKey: string; readonly remoteRef: { readonly key: string } }[];
  readonly dataFrom?: readonly { readonly rewrite: readonly { readonly regexp: { readonly target: string } }[] }[];
}

const store: Player = (_, stage) => {
  const isReady = stage === 'ready';
  return {
    status: {
      capabilities: 'ReadWrite',
      conditions: [
        isReady
          ? condition('Ready', true, { reason: 'Valid', message: 'store validated' })
          : condition('Ready', false, { reason: 'InvalidProviderConfig', message: 'unable to validate store' }),
      ],
    },
  };
};

const externalSecret: Player = (object, stage, world) => {
  const { target, data = [], dataFrom = [] } = object['spec'] as ExternalSecretSpec;
  if (stage !== 'ready') {
    const message = 'could not get secret data from provider';
    return { status: { conditions: [condition('Ready', false, { reason: 'SecretSyncedError', message })] } };
  }
  const keys = [
    ...data.map(({ secretKey }) => secretKey),
    ...dataFrom.flatMap(({ rewrite }) => rewrite.map(({ regexp }) => regexp.target)),
  ];
  const passwords = Object.fromEntries(keys.map((key) => [key, world.password(`${target.name}-${key}`)]));
  return {
    status: {
      binding: { name: target.name },
      refreshTime: playedTime,
      syncedResourceVersion: syncedVersion(object),
      conditions: [condition('Ready', true, { reason: 'SecretSynced', message: 'secret synced' })],
    },
    secrets: { [target.name]: templated(target.template?.templateFrom[0].literal, passwords, world) },
  };
};

/** The result of a template. Only the functions that our templates use are played (runtime/template/v2), with a certificate of the world. */
function templated(template: string | undefined, passwords: Readonly<Record<string, string>>, { authority }: World) {
  if (template === undefined) return passwords;
  const certificates = { '$authority.Cert': authority, '$server.Cert': fakeAuthority, '$server.Key': fakeMark };
  const values = new Map(Object.entries(certificates));
  for (const [key, value] of Object.entries(passwords)) values.set(`.${key}`, value);
  const valueOf = (word: string) => {
    const value = values.get(word);
    if (value === undefined) throw new Error(`nobody plays ${word} of a template`);
    return value;
  };
  const carryOut = (expression: string) => {
    const [, format, words] = /^printf ("[^"]*") (.*)$/.exec(expression) ?? [];
    if (format === undefined || words === undefined) return valueOf(expression);
    const args = words.split(' ').map(valueOf);
    return (JSON.parse(format) as string).replaceAll('%s', () => args.shift() ?? '');
  };
  const written = template
    .replaceAll(/^\{\{- \$\w+ := gen.*\}\}$/gm, '')
    .replaceAll(/\{\{ (.*) \| toJson \}\}/g, (_, expression: string) => JSON.stringify(carryOut(expression)));
  return parse(written) as Record<string, string>;
}

const pushSecret: Player = (object, stage) => {
  const { deletionPolicy } = object['spec'] as { deletionPolicy?: string };
  const finalizers = deletionPolicy === 'Delete' ? ['pushsecret.externalsecrets.io/finalizer'] : [];
  if (stage !== 'ready') {
    const message = 'could not get source secret';
    return { finalizers, status: { conditions: [condition('Ready', false, { reason: 'Errored', message })] } };
  }
  return {
    finalizers,
    status: {
      refreshTime: playedTime,
      syncedResourceVersion: syncedVersion(object),
      conditions: [condition('Ready', true, { reason: 'Synced', message: 'PushSecret synced successfully' })],
    },
  };
};

/** As GetResourceVersion in its pkg/controllers/util writes it: the generation, and a hash of the metadata. */
function syncedVersion({ metadata }: KubernetesObject): string {
  return `${metadata.generation ?? 1}-0123456789abcdef`;
}

export const externalSecrets: Readonly<Record<string, Player>> = {
  'external-secrets.io/v1 SecretStore': store,
  'external-secrets.io/v1 ExternalSecret': externalSecret,
  'external-secrets.io/v1alpha1 PushSecret': pushSecret,
};
