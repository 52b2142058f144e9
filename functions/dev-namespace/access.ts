/** Who may change what is in a development namespace. */
import type { ComposeOptions } from 'planesmith/authoring';
import { RoleBinding } from '../kinds/role-binding.ts';

/** Kubernetes' own role for work in a namespace: it changes neither rights nor quotas. Another one must be listed with the model. */
const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' };

/** Lets people work in it. */
export function forMembers(members: readonly string[], place: ComposeOptions) {
  const subjects = members.map((name) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name }));
  return RoleBinding({ roleRef, subjects }, place);
}

/** Lets a controller deploy into it; `account` is its namespace and name. */
export function forDeployer(account: string, place: ComposeOptions) {
  const slash = account.indexOf('/');
  const subject = { kind: 'ServiceAccount', namespace: account.slice(0, slash), name: account.slice(slash + 1) };
  return RoleBinding({ roleRef, subjects: [subject] }, place);
}
