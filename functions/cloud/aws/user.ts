/** Who an application is at AWS: a user that may do what its policy says and nothing else, and its key. */
import { resource } from 'planesmith/authoring';
import { externalName, managedBy } from '../managed.ts';
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
  /** Names of the Secret with the key, and of the composed Policy. */
  readonly keySecret: string;
  readonly permissions: string;
}

/** The kinds of `userWithKey`, in their order of creation. */
export const userKinds = {
  user: User,
  permissions: Policy,
  attachment: resource(UserPolicyAttachment, { after: ['user', 'permissions'] }),
  key: resource(AccessKey, { after: ['user'] }),
};

/** The user, what it may do, and its key: credentials go with the claim, also where its data stays. */
export function userWithKey({ user, providerConfig, policy, keySecret, permissions }: UserOptions) {
  const managed = managedBy(providerConfig, { retain: false });
  return {
    user: User({ metadata: externalName(user), spec: { ...managed, forProvider: { forceDestroy: true } } }),
    permissions: Policy({ metadata: externalName(user), spec: { ...managed, forProvider: { policy } } }),
    attachment: UserPolicyAttachment({
      spec: { ...managed, forProvider: { user, policyArnRef: { name: permissions } } },
    }),
    key: AccessKey({ spec: { ...managed, writeConnectionSecretToRef: { name: keySecret }, forProvider: { user } } }),
  };
}
