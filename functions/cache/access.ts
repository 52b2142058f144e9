/** What opens a cache in Kubernetes, in one Secret: two passwords, the users that have them, and a certificate. All of it is made up once. */
import { generatedSecret } from '../cluster/password.ts';
import type { ExternalSecret } from '../kinds/external-secret.ts';
import { rights, username } from './user.ts';

/** The keys of the Secret; the operator of Dragonfly mounts it all, and expects these names of a certificate. */
export const keys = {
  password: 'password',
  administrator: 'administrator',
  users: 'users.acl',
  authority: 'ca.crt',
  certificate: 'tls.crt',
  privateKey: 'tls.key',
} as const;

/** Nobody renews it; a cache whose Secret is deleted gets another one, and then needs its pods deleted. */
const days = 3650;

interface Access {
  readonly secret: string;
  readonly generator: string;
  /** The name of the Dragonfly, and of the service that clients connect to. */
  readonly cache: string;
  readonly namespace: string;
  readonly tls: boolean;
}

/**
 * The Secret, written once. One template makes all of it, as each is carried out on its own, and the
 * certificate's parts must fit (external-secrets pkg/controllers/templating/parser.go, and runtime/template/v2/sprig for what it may call).
 */
export function access({ secret, generator, tls, ...names }: Access) {
  const lines = [
    ...(tls ? certificate(names) : []),
    entry(keys.password, '.password'),
    entry(keys.administrator, '.administrator'),
    entry(keys.users, `printf ${JSON.stringify(users)} .administrator .password`),
    ...(tls
      ? [
          entry(keys.authority, '$authority.Cert'),
          entry(keys.certificate, '$server.Cert'),
          entry(keys.privateKey, '$server.Key'),
        ]
      : []),
  ];
  return generatedSecret(secret, generator, [keys.password, keys.administrator], lines.join('\n'));
}

/** Whether the Secret that exists was made with a certificate, which it cannot get later. */
export function makesCertificate({ spec }: ExternalSecret): boolean {
  const templates = spec?.target?.template?.templateFrom ?? [];
  return templates.some(({ literal }) => literal?.includes(`${keys.certificate}:`));
}

/**
 * Dragonfly's users, as its ACL file has them. Whoever is at its other port, such as the operator and the replicas, is `default` without a
 * password (dragonfly src/server/main_service.cc, CreateContext), so that it keeps all rights; at the port of clients it has a password that
 * nobody is told. Not named here it would have none (github.com/dragonflydb/dragonfly/issues/6348).
 */
const users = `user default on >%s ~* &* +@all\nuser ${username} >%s ${rights}\n`;

const entry = (key: string, value: string) => `${key}: {{ ${value} | toJson }}`;

/** An authority of this one certificate: its own key is not kept. Their names differ, or the certificate would seem to be signed by itself. */
function certificate({ cache, namespace }: { readonly cache: string; readonly namespace: string }): string[] {
  const host = `${cache}.${namespace}.svc`;
  const names = [host, `${host}.cluster.local`, `${cache}.${namespace}`, cache].map((name) => `"${name}"`).join(' ');
  return [
    `{{- $authority := genCA "${cache}" ${days} }}`,
    `{{- $server := genSignedCert "cache" nil (list ${names}) ${days} $authority }}`,
  ];
}
