/** Whether the cluster reaches the registry, and whether you may install. */
import { groupOf } from '../schema/kind-name.ts';
import { type Answers, at, itemsIn } from './answers.ts';
import { type Check, fail, pass, unknown } from './check.ts';
import { type ClusterNeeds, installedKinds } from './needs.ts';
import { providersPath } from './kinds.ts';

export const configurationsPath = '/apis/pkg.crossplane.io/v1/configurations';
export const functionsPath = '/apis/pkg.crossplane.io/v1/functions';
/**
 * It is created, with these rules as the answer, and nothing is stored. Nobody has rights in this namespace alone, so the rules hold in all
 * namespaces.
 */
export const rightsPath = '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews';
export const rightsReview = {
  apiVersion: 'authorization.k8s.io/v1',
  kind: 'SelfSubjectRulesReview',
  spec: { namespace: 'planesmith-preflight' },
};

/** The check that Crossplane can pull from the platform's registry: only a package that it pulled proves it. */
export function registryCheck(answers: Answers, { registry }: ClusterNeeds): Check {
  const name = `registry ${registry}`;
  const lists = [configurationsPath, functionsPath, providersPath].map((path) => itemsIn(answers(path)));
  const items = lists.flatMap((list) => (typeof list === 'string' ? [] : list));
  const host = `${registry.split('/', 1)[0]}/`;
  const ours = items.filter(({ spec }) => String(spec?.['package']).startsWith(host));
  const states = ours.map((item) => ({ item, installed: conditionOf(item.status, 'Installed') }));
  const refused = states.find(({ installed }) => at(installed, 'status') === 'False');
  if (refused !== undefined) {
    const { item, installed } = refused;
    const message = String(at(installed, 'message') ?? at(installed, 'reason'));
    return fail(
      name,
      `package ${item.metadata?.name} is not installed: ${message}`,
      'let Crossplane reach and read the registry',
    );
  }
  const pulled = states.find(({ installed }) => at(installed, 'status') === 'True');
  if (pulled !== undefined) return pass(name, `Crossplane has pulled ${pulled.item.metadata?.name} from it`);
  return unknown(
    name,
    'Crossplane has pulled nothing from it yet',
    'the first package shows whether the cluster reaches it',
  );
}

function conditionOf(status: unknown, type: string): unknown {
  const conditions = at(status, 'conditions');
  return Array.isArray(conditions) ? conditions.find((condition) => at(condition, 'type') === type) : undefined;
}

/** What an installation needs a right for: a verb, a group and a resource. */
type Right = readonly [verb: string, group: string, resource: string];

/** What an installation creates. */
const created: readonly Right[] = [
  ['create', 'pkg.crossplane.io', 'configurations'],
  ['create', 'pkg.crossplane.io', 'functions'],
  ['create', 'pkg.crossplane.io', 'providers'],
  ['create', 'apiextensions.crossplane.io', 'environmentconfigs'],
  ['create', 'rbac.authorization.k8s.io', 'clusterroles'],
  ['create', 'admissionregistration.k8s.io', 'validatingadmissionpolicies'],
];

/** What it reads: where Crossplane runs, and in Secrets of all namespaces the releases of Helm with operators. */
const deployments: Right = ['list', 'apps', 'deployments'];
const releases: Right = ['list', '', 'secrets'];

/** The check that you may do what an installation consists of. */
export function rightsCheck(answers: Answers, needs: ClusterNeeds): Check {
  const name = 'your rights';
  const remedy = 'install as somebody who may create packages, roles and admission policies, and read all namespaces';
  const answer = answers(rightsPath);
  if (!('found' in answer)) return unknown(name, 'why' in answer ? answer.why : 'nobody tells', remedy);
  const rules = at(answer.found, 'status', 'resourceRules');
  if (!Array.isArray(rules)) return unknown(name, 'the answer has no rules', remedy);
  const needed = [...created, deployments, ...(hasOperators(needs) ? [releases] : [])];
  const denied = needed.filter((right) => !rules.some((rule) => allows(rule, right)));
  if (denied.length === 0) return pass(name, 'you may do all that an installation consists of');
  const listed = [...Map.groupBy(denied, ([verb]) => verb)]
    .map(([verb, rights]) => `${verb} ${rights.map(([, ...what]) => whatText(...what)).join(', ')}`)
    .join(', nor ');
  if (at(answer.found, 'status', 'incomplete') === true) {
    return unknown(name, `no rule lets you ${listed}, and the API server does not know all rules`, remedy);
  }
  return fail(name, `you may not ${listed}`, remedy);
}

function hasOperators({ lock, ...needs }: ClusterNeeds): boolean {
  const groups = new Set(installedKinds(needs).map(({ apiVersion }) => groupOf(apiVersion)));
  return lock.operators.some((pin) => pin.groups?.some((group) => groups.has(group)));
}

function whatText(group: string, resource: string): string {
  return group === '' ? resource : `${resource}.${group}`;
}

function allows(rule: unknown, [verb, group, resource]: Right): boolean {
  const has = (member: string, value: string) => {
    const list = at(rule, member);
    return Array.isArray(list) && (list.includes(value) || list.includes('*'));
  };
  return (
    has('verbs', verb) &&
    has('apiGroups', group) &&
    has('resources', resource) &&
    at(rule, 'resourceNames') === undefined
  );
}
