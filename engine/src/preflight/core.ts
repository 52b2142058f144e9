/** Crossplane in a cluster: where it runs and under which account, as its Deployment says, and by which account the policies know it. */
import { type Answers, at, itemsIn } from './answers.ts';
import { type Check, fail, pass, unknown } from './check.ts';
import type { ClusterNeeds } from './needs.ts';

/** Crossplane may run in any namespace. */
export const deploymentsPath = '/apis/apps/v1/deployments';
/** The policy of the install bundle that lets Crossplane alone write a status. */
export const statusPolicyPath = (platform: string) =>
  `/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/${platform}-status`;

/** What the Deployment of Crossplane says. */
export interface Core {
  /** Such as `v2.4.0`. */
  readonly version: string;
  /** Its ServiceAccount, `<namespace>/<name>`. */
  readonly account: string;
}

/** Crossplane's core; undefined if no Deployment runs it, and a part of a sentence if that is not known. */
export function coreIn(answers: Answers): Core | undefined | string {
  const items = itemsIn(answers(deploymentsPath));
  if (typeof items === 'string') return items;
  return items
    .map(({ metadata, spec }) => {
      const pod = at(spec, 'template', 'spec');
      const version = versionOf(at(pod, 'containers'));
      const account = `${metadata?.namespace}/${String(at(pod, 'serviceAccountName') ?? 'default')}`;
      return version === undefined ? undefined : { version, account };
    })
    .find((core) => core !== undefined);
}

/** The version in the image of the container that runs `crossplane core`. Its RBAC manager has the same image. */
function versionOf(containers: unknown): string | undefined {
  if (!Array.isArray(containers)) return undefined;
  return containers
    .filter((container) => Object(at(container, 'args'))[0] === 'core')
    .map((container) => /\/crossplane:(v?\d[^@]*)/.exec(String(at(container, 'image')))?.[1])
    .find((found) => found !== undefined);
}

/** The check that policies know Crossplane by its account. Under another one it could not write the status of a claim. */
export function accountCheck(answers: Answers, { platform, crossplaneAccount }: ClusterNeeds): Check {
  const name = "Crossplane's account";
  const core = coreIn(answers);
  if (core === undefined || typeof core === 'string') {
    const why = core ?? 'no Deployment tells it';
    return unknown(
      name,
      why,
      `the platform is built for ${crossplaneAccount}; \`planesmith install --account\` says another one`,
    );
  }
  const policy = answers(statusPolicyPath(platform));
  const known = 'found' in policy ? accountIn(policy.found) : undefined;
  if ((known ?? crossplaneAccount) === core.account) return pass(name, core.account);
  const remedy = `let \`planesmith install\` adapt the policies; for kubectl and Git, build the platform for ${core.account}`;
  return known === undefined
    ? unknown(name, `${core.account}, and the platform is built for ${crossplaneAccount}`, remedy)
    : fail(name, `${core.account}, and the policies in the cluster let only ${known} write statuses`, remedy);
}

/** The account that the policy exempts. */
function accountIn(policy: unknown): string | undefined {
  const conditions = at(policy, 'spec', 'matchConditions');
  if (!Array.isArray(conditions)) return undefined;
  const condition = conditions.find((each) => at(each, 'name') === 'not-crossplane');
  const [, namespace, account] =
    /'system:serviceaccount:([^:']+):([^']+)'/.exec(String(at(condition, 'expression'))) ?? [];
  return namespace === undefined ? undefined : `${namespace}/${account}`;
}
