/**
 * Leaves Secrets alone that belong to something else: external-secrets would adopt and overwrite a Secret that has no controller.
 */
import { type Requirement, type Unstructured, UserError } from 'planesmith/authoring';
import { ExternalSecret } from '../kinds/external-secret.ts';
import type { CredentialStorePlan, WantedSecret } from './plan.ts';

interface Context {
  readonly plan: CredentialStorePlan;
  readonly observed: { readonly secret: Readonly<Record<string, ExternalSecret | undefined>> };
}

/** The Secrets to read: those to mount whose ExternalSecret does not exist yet. */
export function secretsToMount({ plan, observed }: Context): Readonly<Record<string, Requirement>> {
  return Object.fromEntries(
    plan.secrets
      .filter(({ name }) => observed.secret[name] === undefined)
      .map(({ name, secretName }) => [readKey(name), { apiVersion: 'v1', kind: 'Secret', name: secretName }]),
  );
}

/** The prefix is for names such as `constructor`, which every object has. */
const readKey = (name: string) => `mounted-${name}`;

/**
 * Throws a `UserError` if a Secret to mount exists that was not created by its ExternalSecret (applyOwnership in pkg/controllers/externalsecret).
 * `nameOf` returns the name of the ExternalSecret.
 */
export function insistOnOwnSecrets(
  secrets: readonly WantedSecret[],
  reads: Readonly<Record<string, Unstructured | undefined>>,
  nameOf: (name: string) => string,
): void {
  for (const { name, secretName } of secrets) {
    const secret = reads[readKey(name)];
    if (secret === undefined || isCreatedBy(secret, nameOf(name))) continue;
    throw new UserError(
      `spec.secrets.${name}: Secret ${secretName} already exists and belongs to something else, so it was left alone: delete it, or give the secret another name`,
    );
  }
}

function isCreatedBy({ metadata }: Unstructured, name: string): boolean {
  const { ownerReferences = [] } = metadata as { ownerReferences?: readonly OwnerReference[] };
  return ownerReferences.some(
    (owner) => owner.controller === true && owner.kind === ExternalSecret.kind && owner.name === name,
  );
}

interface OwnerReference {
  readonly kind: string;
  readonly name: string;
  readonly controller?: boolean;
}
