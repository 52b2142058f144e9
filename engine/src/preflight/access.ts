/** Whether the cluster reaches the registry, and whether you may install. */
import { type Answers, at, itemsIn } from './answers.ts';
import { type Check, fail, pass, unknown } from './check.ts';
import type { ClusterNeeds } from './needs.ts';
import { providersPath } from './kinds.ts';

export const configurationsPath = '/apis/pkg.crossplane.io/v1/configurations';
export const functionsPath = '/apis/pkg.crossplane.io/v1/functions';
/** It is created, with these rules as the answer, and nothing is stored. */
export const rightsPath = '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews';
export const rightsReview = {
  apiVersion: 'authorization.k8s.io/v1',
  kind: 'SelfSubjectRulesReview',
  spec: { namespace: 'default' },
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

/** What an installation creates, by group and resource. */
const created = [
  ['pkg.crossplane.io', 'configurations'],
  ['pkg.crossplane.io', 'functions'],
  ['pkg.crossplane.io', 'providers'],
  ['apiextensions.crossplane.io', 'environmentconfigs'],
  ['rbac.authorization.k8s.io', 'clusterroles'],
  ['admissionregistration.k8s.io', 'validatingadmissionpolicies'],
] as const;

/** The check that you may create what an installation consists of. */
export function rightsCheck(answers: Answers): Check {
  const name = 'your rights';
  const remedy = 'install as somebody who may create packages, roles and admission policies';
  const answer = answers(rightsPath);
  if (!('found' in answer)) return unknown(name, 'why' in answer ? answer.why : 'nobody tells', remedy);
  const rules = at(answer.found, 'status', 'resourceRules');
  if (!Array.isArray(rules)) return unknown(name, 'the answer has no rules', remedy);
  const denied = created.filter(([group, resource]) => !rules.some((rule) => allows(rule, group, resource)));
  if (denied.length === 0) return pass(name, 'you may create all that an installation consists of');
  const listed = denied.map(([group, resource]) => `${resource}.${group}`).join(', ');
  if (at(answer.found, 'status', 'incomplete') === true) {
    return unknown(name, `no rule lets you create ${listed}, and the API server does not know all rules`, remedy);
  }
  return fail(name, `you may not create ${listed}`, remedy);
}

function allows(rule: unknown, group: string, resource: string): boolean {
  const has = (member: string, value: string) => {
    const list = at(rule, member);
    return Array.isArray(list) && (list.includes(value) || list.includes('*'));
  };
  return (
    has('verbs', 'create') &&
    has('apiGroups', group) &&
    has('resources', resource) &&
    at(rule, 'resourceNames') === undefined
  );
}
