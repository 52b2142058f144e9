/** The application's user at AWS, with its access key. The user may do only what its policy allows. */
import { resource } from 'planesmith/authoring';
import { externalName, managedBy, namedByProvider } from '../managed.ts';
import { AccessKey } from '../../kinds/iam-access-key.ts';
import { Policy } from '../../kinds/iam-policy.ts';
import { User } from '../../kinds/iam-user.ts';
import { UserPolicyAttachment } from '../../kinds/iam-user-policy-attachment.ts';

interface UserOptions {
  /** Name of the user and of its policy. */
  readonly user: string;
  readonly providerConfig: { readonly kind: string; readonly name: string };
  /** The policy document. */
  readonly policy: string;
  /** Name of the Secret with the key. */
  readonly keySecret: string;
  /** Name of the composed Policy. */
  readonly permissions: string;
}

/** The kinds that `userWithKey` composes, with their order of creation. */
export const userKinds = {
  user: User,
  permissions: Policy,
  attachment: resource(UserPolicyAttachment, { after: ['user', 'permissions'] }),
  key: resource(AccessKey, { after: ['user'] }),
};

/** The user, its policy and its key. They are deleted with the claim, even if its data is retained. */
export function userWithKey({ user, providerConfig, policy, keySecret, permissions }: UserOptions) {
  const managed = managedBy(providerConfig, { retain: false });
  const unnamed = namedByProvider(managed);
  return {
    user: User({ metadata: externalName(user), spec: { ...managed, forProvider: { forceDestroy: true } } }),
    permissions: Policy({ metadata: externalName(user), spec: { ...managed, forProvider: { policy } } }),
    attachment: UserPolicyAttachment({
      spec: { ...unnamed, forProvider: { user, policyArnRef: { name: permissions } } },
    }),
    key: AccessKey({ spec: { ...unnamed, writeConnectionSecretToRef: { name: keySecret }, forProvider: { user } } }),
  };
}
