/** The Secret with the credentials of a cache in Kubernetes: two passwords, their users, and a certificate. It is generated once. */
import { generatedSecret } from '../cluster/password.ts';
import type { ExternalSecret } from '../kinds/external-secret.ts';
import { rights, username } from './user.ts';

/** The keys of the Secret. Dragonfly's operator mounts the Secret, and expects these names for the certificate. */
export const keys = {
  password: 'password',
  administrator: 'administrator',
  users: 'users.acl',
  authority: 'ca.crt',
  certificate: 'tls.crt',
  privateKey: 'tls.key',
} as const;

/** Days that the certificate is valid. It is not renewed: to replace it, delete the Secret and then the pods of the cache. */
const validDays = 3650;

interface Access {
  readonly secret: string;
  readonly generator: string;
  /** The name of the Dragonfly, and of the service that clients connect to. */
  readonly cache: string;
  readonly namespace: string;
  readonly tls: boolean;
}

/**
 * The Secret, written once. It has one template, since external-secrets executes each template on its own and the parts of the certificate
 * must match (external-secrets pkg/controllers/templating/parser.go; runtime/template/v2/sprig has the available functions).
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

/** Whether the existing Secret has a certificate, which it cannot get later. */
export function hasCertificate({ spec }: ExternalSecret): boolean {
  const templates = spec?.target?.template?.templateFrom ?? [];
  return templates.some(({ literal }) => literal?.includes(`${keys.certificate}:`));
}

/**
 * The ACL file with Dragonfly's users.
 *
 * The operator and the replicas connect to the other port as `default`, without a password (dragonfly src/server/main_service.cc,
 * CreateContext). So `default` needs all rights. At the port of clients it has a password that no application knows; without this line it
 * would have none (github.com/dragonflydb/dragonfly/issues/6348).
 */
const users = `user default on >%s ~* &* +@all\nuser ${username} >%s ${rights}\n`;

const entry = (key: string, value: string) => `${key}: {{ ${value} | toJson }}`;

/** An authority for this one certificate; its key is not stored. The two names differ, since otherwise the certificate would look self-signed. */
function certificate({ cache, namespace }: { readonly cache: string; readonly namespace: string }): string[] {
  const host = `${cache}.${namespace}.svc`;
  const names = [host, `${host}.cluster.local`, `${cache}.${namespace}`, cache].map((name) => `"${name}"`).join(' ');
  return [
    `{{- $authority := genCA "${cache}" ${validDays} }}`,
    `{{- $server := genSignedCert "cache" nil (list ${names}) ${validDays} $authority }}`,
  ];
}
