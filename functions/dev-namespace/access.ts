/** The rights of people and of a GitOps controller in a development namespace. */
import type { ComposeOptions } from 'planesmith/authoring';
import { RoleBinding } from '../kinds/role-binding.ts';

/** Kubernetes' default role for work in a namespace: it changes neither rights nor quotas. A different role must be listed with the model. */
const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' };

/** Lets people work in the namespace. */
export function memberAccess(members: readonly string[], place: ComposeOptions) {
  const subjects = members.map((name) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name }));
  return RoleBinding({ roleRef, subjects }, place);
}

/** Lets the ServiceAccount `<namespace>/<name>` of a controller deploy into the namespace. */
export function deployerAccess(account: string, place: ComposeOptions) {
  const slash = account.indexOf('/');
  const subject = { kind: 'ServiceAccount', namespace: account.slice(0, slash), name: account.slice(slash + 1) };
  return RoleBinding({ roleRef, subjects: [subject] }, place);
}
