/** The five resources as a function of this engine. */
import { composed, functionsOf, main as mainResource, ready } from 'planesmith/authoring';
import { api, integer, object, string } from 'planesmith/schema';
import { main } from 'planesmith/serve';
import { type AppSpec, parts } from './parts.ts';

interface Resource {
  apiVersion: string;
  kind: string;
  metadata?: object;
  spec: object;
  status?: { conditions?: { type: string; status: string }[] };
}

const kind = (key: keyof typeof parts, plural: string, ready: Parameters<typeof composed<Resource>>[1]['ready']) => {
  const { apiVersion, kind: name } = parts[key];
  return composed<Resource>({ apiVersion, kind: name, plural, namespaced: true }, { ready });
};
const kinds = {
  deployment: kind('deployment', 'deployments', ready.condition('Available')),
  service: kind('service', 'services', ready.exists),
  autoscaler: kind('autoscaler', 'horizontalpodautoscalers', ready.exists),
  cluster: kind('cluster', 'clusters', ready.condition('Ready')),
  'external-secret': kind('external-secret', 'externalsecrets', ready.condition('Ready')),
};

const app = api({
  kind: 'App',
  description: 'A workload with a database.',
  targets: ['incluster'],
  spec: object({
    image: string('The image.', { maxLength: 200 }),
    replicas: integer('How many run.', { minimum: 1, maximum: 10 }),
    port: integer('Where it listens.', { minimum: 1, maximum: 65_535 }),
    cpu: string('The processor share of one.', { maxLength: 20 }),
    memory: string('The memory of one.', { maxLength: 20 }),
    storageGB: integer('The disk of its database.', { minimum: 1, maximum: 1000 }),
    secretPath: string('Where its settings are kept.', { maxLength: 200 }),
  }),
  recorded: object({}),
  status: object({}),
  secret: {},
});
const environment = object({ name: string('The id of the environment.', { maxLength: 20 }) });
const { planner, target } = functionsOf({ environment });
const appPlanner = planner(app, ({ spec }) => ({ spec: spec as AppSpec, record: {} }));
const incluster = target(
  appPlanner,
  { resources: { ...kinds, deployment: mainResource(kinds.deployment) } },
  ({ plan: { spec } }) => ({
    resources: {
      deployment: kinds.deployment({ spec: parts.deployment.spec(spec) }),
      service: kinds.service({ spec: parts.service.spec(spec) }),
      autoscaler: kinds.autoscaler({ spec: parts.autoscaler.spec(spec) }),
      cluster: kinds.cluster({ spec: parts.cluster.spec(spec) }),
      'external-secret': kinds['external-secret']({ spec: parts['external-secret'].spec(spec) }),
    },
    secret: {},
    status: {},
  }),
);

process.exit(await main({ app: { planner: appPlanner, targets: { incluster } } }));
