/**
 * The shop itself: it reads what its claims hand over, and restarts if a Secret of theirs changes. `npm run update` writes
 * deployment.yaml from this file.
 */
import { ApiObject, Chart, JsonPatch, Size } from 'cdk8s';
import {
  Capability,
  type ContainerProps,
  Cpu,
  Deployment,
  EnvValue,
  ImagePullPolicy,
  LabelSelector,
  Secret,
  Volume,
} from 'cdk8s-plus-28';
import type { Construct } from 'constructs';

const database = 'orders-database';
const cache = 'sessions-cache';
const payment = 'checkout-credentialstore-payment';
const session = 'checkout-credentialstore-session';
/** Only Dapr's sidecar reads these, when it starts: the Secret of the PubSub, and the one that the StateStore's component names. */
const behindDapr = ['events-pubsub', 'cart-statestore-database-c0b5e525'];

/** The chart with the shop's Deployment. */
export function shop(scope: Construct): Chart {
  const chart = new Chart(scope, 'shop', { namespace: 'shop' });
  const reloaded = [database, cache, payment, session, ...behindDapr].join(',');
  const labels = { app: 'shop' };
  const deployment = new Deployment(chart, 'deployment', {
    metadata: { name: 'shop', annotations: { 'secret.reloader.stakater.com/reload': reloaded } },
    replicas: 2,
    podMetadata: {
      labels,
      annotations: { 'dapr.io/enabled': 'true', 'dapr.io/app-id': 'shop', 'dapr.io/app-port': '8080' },
    },
    select: false,
    containers: [container(chart)],
  });
  deployment.select(LabelSelector.of({ labels }));
  // cdk8s-plus sets a seccomp profile on containers only; the pod's is for Dapr's sidecar too.
  ApiObject.of(deployment).addJsonPatch(
    JsonPatch.add('/spec/template/spec/securityContext/seccompProfile', { type: 'RuntimeDefault' }),
  );
  return chart;
}

function container(scope: Construct): ContainerProps {
  const secret = (name: string, use: string) => Secret.fromSecretName(scope, `${name}-${use}`, name);
  const value = (name: string, key: string) => EnvValue.fromSecretValue({ secret: secret(name, key), key });
  const certificate = Volume.fromSecret(scope, 'database-ca', secret(database, 'mounted'), {
    name: 'database-ca',
    items: { 'ca.crt': { path: 'ca.crt' } },
  });
  const key = Volume.fromSecret(scope, 'session-key', secret(session, 'mounted'), { name: 'session-key' });
  return {
    name: 'shop',
    // A stand-in: the shop's own image, pinned by digest.
    image: 'registry.example.org/shop:1.0.0@sha256:0000000000000000000000000000000000000000000000000000000000000000',
    imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
    ports: [{ number: 8080 }],
    securityContext: { capabilities: { drop: [Capability.ALL] } },
    resources: {
      cpu: { request: Cpu.millis(100) },
      memory: { request: Size.mebibytes(128), limit: Size.mebibytes(256) },
    },
    envVariables: {
      DATABASE_URL: value(database, 'uri'),
      CACHE_URL: value(cache, 'uri'),
      PAYMENT_API_KEY: value(payment, 'api-key'),
      // Names by which the shop speaks to Dapr: the same in every environment.
      PUBSUB: EnvValue.fromValue('events-pubsub'),
      STATE_STORE: EnvValue.fromValue('cart-statestore'),
    },
    volumeMounts: [
      { volume: certificate, path: '/etc/database', readOnly: true },
      { volume: key, path: '/etc/session', readOnly: true },
    ],
  };
}
