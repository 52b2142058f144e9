/**
 * A RoleBinding reports no status: it is ready when it exists.
 * The platform only binds `edit`, the ClusterRole of Kubernetes for work in a namespace.
 */
import { composed, ready } from 'planesmith/authoring';
import { RoleBinding as Model } from '../models/rbac.authorization.k8s.io/v1/role-binding.ts';
import { ruledOut } from './ruled-out.ts';

export type RoleBinding = Model;
export const RoleBinding = composed(Model, {
  concerns: ruledOut('it gives rights, and holds no data'),
  ready: ready.exists,
  clusterRoles: ['edit'],
});
