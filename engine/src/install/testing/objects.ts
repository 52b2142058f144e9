/** Objects that clusters of tests have before anything is installed. */
import type { Item } from '../kubectl.ts';

/** The EnvironmentConfig of the platform `toys`. */
export const facts: Item = {
  apiVersion: 'apiextensions.crossplane.io/v1beta1',
  kind: 'EnvironmentConfig',
  metadata: { name: 'toys' },
};

/** The Deployment of Crossplane. */
export const core = (version: string, namespace = 'crossplane-system', name = 'crossplane'): Item => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'crossplane',
    namespace,
    labels: { 'app.kubernetes.io/component': 'cloud-infrastructure-controller' },
  },
  spec: {
    template: {
      spec: {
        serviceAccountName: name,
        containers: [{ image: `xpkg.crossplane.io/crossplane/crossplane:v${version}`, args: ['core', 'start'] }],
      },
    },
  },
});

/** Redirects packages to a mirror. */
export const mirror: Item = {
  apiVersion: 'pkg.crossplane.io/v1beta1',
  kind: 'ImageConfig',
  metadata: { name: 'mirror' },
  spec: {
    matchImages: [{ type: 'Prefix', prefix: 'registry.example.org' }],
    rewriteImage: { prefix: 'mirror.example.org/outer' },
  },
};
