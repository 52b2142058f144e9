/** Whose a Secret to mount is: external-secrets would take one that nobody controls for its own, and overwrite it. */
import { type Requirement, type Unstructured, UserError } from 'planesmith/authoring';
import { ExternalSecret } from '../kinds/external-secret.ts';
import type { CredentialStorePlan } from './plan.ts';

interface Existing {
  readonly plan: CredentialStorePlan;
  readonly observed: { readonly secret: Readonly<Record<string, ExternalSecret | undefined>> };
}

/** The Secrets to mount whose ExternalSecret does not exist yet. */
export function requiresMounted({ plan, observed }: Existing): Readonly<Record<string, Requirement>> {
  const unmade = plan.wanted.filter(({ name }) => observed.secret[name] === undefined);
  const asked = unmade.map(({ name, secretName }) => [
    keyOf(name),
    { apiVersion: 'v1', kind: 'Secret', name: secretName },
  ]);
  return Object.fromEntries(asked);
}

/** Names are those of a claim: one may be called constructor. */
const keyOf = (name: string) => `mounted-${name}`;

/** Throws a `UserError` where one of them is not what the ExternalSecret of that name made (applyOwnership in its pkg/controllers/externalsecret). */
export function insistOwn(
  { wanted }: CredentialStorePlan,
  required: Readonly<Record<string, Unstructured | undefined>>,
  nameOf: (name: string) => string,
): void {
  for (const { name, secretName } of wanted) {
    const secret = required[keyOf(name)];
    if (secret === undefined || isMadeBy(secret, nameOf(name))) continue;
    throw new UserError(
      `spec.secrets.${name}: Secret ${secretName} already exists and belongs to something else, so it was left alone: delete it, or give the secret another name`,
    );
  }
}

function isMadeBy({ metadata }: Unstructured, name: string): boolean {
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
