/** The ValidatingAdmissionPolicies of the install bundle: changes that the API server refuses. */
import type { Chart } from 'cdk8s';
import { reservedSpecFields } from '../schema/crossplane-fields.ts';
import type { AnyApi, Node } from '../schema/index.ts';
import { catalogueGuard } from './catalogue.ts';
import type { ComposedKind } from './composed-kinds.ts';
import { endGuard } from './end.ts';
import { boundPolicy, type Guard, type GuardContext, isCollector } from './guard.ts';
import { kindsGuard } from './kinds.ts';
import { limitGuards } from './limits.ts';
import { namespaceTeamGuard } from './namespace-team.ts';
import { insideGuard, namespacePolicies } from './namespaces.ts';
import { celEffectiveDeletion, celWantedDeletion, deletionPath } from '../schema/vocabulary.ts';
import { restorerRole, userName } from './restorers.ts';
import { deployers, teamGuard } from './teams.ts';

/** What Crossplane adds to a spec and alone may write: with it, Crossplane finds a claim's Composition, composed resources and Secret. */
const machinery = reservedSpecFields.filter(
  // The API server gives every Claim this default. A Claim that waits for what it composed harms nobody.
  (field) => field !== 'compositeDeletePolicy',
);

/** The account that Crossplane's Helm chart gives it. */
export const defaultAccount = 'crossplane-system/crossplane';

/** The part of a platform that its policies depend on. */
export interface PolicySettings {
  readonly name: string;
  readonly group: string;
  readonly packages: readonly { readonly name: string }[];
  /** The packages of the Providers behind composed kinds. @default none is protected */
  readonly providers?: readonly { readonly image: string }[];
  readonly crossplaneAccount?: string;
  readonly restorers?: readonly string[];
  readonly controllers?: readonly string[];
}

/**
 * Adds the policies with their bindings, for every kind of the group and both flavours:
 *
 * - `retain`: a claim can be deleted only once it has `deletion: delete` and its composed resources have that setting too. A managed
 *   resource that is deleted earlier leaves its data behind for good.
 * - `owner`: only Crossplane makes a claim a part of another one. The garbage collector deletes such parts even if they retain data.
 * - `status`: only Crossplane writes a status. The function reads from it which resources belong to a claim.
 * - `composition`: only Crossplane writes the references by which it finds a claim's Composition and composed resources.
 * - `end`: nobody keeps a claim, or what it composed, beyond its end. Administrators may; they orphan only what Crossplane leaves alone.
 * - `inside`: a claim that provides a namespace is deleted only once no other claim is in it.
 * - `team`: only its team changes a claim that has a team and no namespace.
 * - `kinds`: nobody deletes the kinds of claims, those of composed objects, or the packages that both come from.
 * - `limits-<plural>`: a claim asks for no more than the environment allows.
 * - `catalogue`: in a namespace of a team, only what the environment lists is made.
 * - `namespace-team`: only the platform team gives a namespace to a team.
 * - `namespace-<plural>`: a namespace is not deleted while a claim in it retains data.
 *
 * Crossplane is exempt, except from the last. Members of the group `<platform>-administrators` may choose Compositions and their
 * revisions, claim for any team, pause claims, and delete what has claims in it. The accounts of `restorers` may write statuses and references, as a backup
 * has them. The policies are the same on every target: in a cluster with two bundles, the last one applied wins.
 */
export function policies(
  chart: Chart,
  settings: PolicySettings,
  apis: readonly AnyApi[],
  { composed, environment }: { readonly composed: readonly ComposedKind[]; readonly environment: Node },
): void {
  const { name: platform, group, packages, providers, restorers = [] } = settings;
  const context = guardContext(settings);
  const team = teamGuard(platform, group, apis);
  const catalogue = catalogueGuard(context, apis, composed, environment);
  const optional = [insideGuard(apis), team, namespaceTeamGuard(group, apis), catalogue].filter(
    (guard) => guard !== undefined,
  );
  const kinds = kindsGuard(platform, group, packages, composed, providers);
  const limits = limitGuards(apis, environment);
  for (const guard of [...guards, endGuard(platform), ...optional, kinds, ...limits])
    boundPolicy(chart, context, guard);
  restorerRole(chart, platform, group, apis, restorers);
  namespacePolicies(chart, platform, group, apis);
  if (team) deployers(chart, platform, group, apis);
}

/** The accounts that policies of the platform treat differently. */
export function guardContext({
  name: platform,
  group,
  crossplaneAccount = defaultAccount,
  restorers = [],
  controllers = [],
}: PolicySettings): GuardContext {
  return {
    platform,
    group,
    crossplane: userName(crossplaneAccount),
    restorers: restorers.map(userName),
    controllers: controllers.map(userName),
  };
}

/** Whether an owner reference says that an object of this platform composed the object. */
const isComposer = "owner.?controller.orValue(false) && owner.apiVersion.startsWith(request.resource.group + '/')";

const owners = (variable: string) => `${variable}.metadata.?ownerReferences.orValue([])`;

const guards: readonly Guard[] = [
  {
    name: 'retain',
    operations: ['DELETE'],
    resources: ['*'],
    exceptAdministrators: false,
    variables: [
      { name: 'effective', expression: celEffectiveDeletion('oldObject') },
      { name: 'wanted', expression: celWantedDeletion('oldObject') },
      // A claim that another one composed is deleted with it: this rule was applied to the other claim.
      {
        name: 'isCollected',
        expression: `${isCollector} && ${owners('oldObject')}.exists(owner, ${isComposer})`,
      },
    ],
    validation: {
      expression: "variables.isCollected || (variables.wanted != 'retain' && variables.effective != 'retain')",
      messageExpression:
        "oldObject.kind + ' ' + oldObject.metadata.name + (variables.wanted == 'retain' ? " +
        `' retains its data: set ${deletionPath} to delete first, then delete it' : ` +
        `' still retains its data, and is about to let go of it as ${deletionPath} says: try again in a moment')`,
    },
  },
  {
    name: 'owner',
    operations: ['CREATE', 'UPDATE'],
    resources: ['*'],
    exceptAdministrators: true,
    variables: [
      {
        name: 'known',
        expression: `oldObject == null ? [] : ${owners('oldObject')}.filter(owner, ${isComposer}).map(owner, owner.uid)`,
      },
    ],
    validation: {
      expression: `${owners('object')}.filter(owner, ${isComposer}).all(owner, owner.uid in variables.known)`,
      message:
        'only Crossplane composes a claim for another one: leave it out of metadata.ownerReferences, or let it be no controller',
    },
  },
  {
    name: 'status',
    operations: ['UPDATE'],
    resources: ['*/status'],
    exceptAdministrators: false,
    exceptRestorers: true,
    validation: {
      expression: 'false',
      message: 'only Crossplane writes a status: it records what belongs to the claim',
    },
  },
  {
    name: 'composition',
    operations: ['CREATE', 'UPDATE'],
    resources: ['*'],
    exceptAdministrators: true,
    exceptRestorers: true,
    variables: [
      { name: 'old', expression: 'oldObject == null || !has(oldObject.spec) ? {} : oldObject.spec' },
      { name: 'new', expression: '!has(object.spec) ? {} : object.spec' },
      { name: 'fields', expression: `[${machinery.map((field) => `'${field}'`).join(', ')}]` },
      {
        name: 'chosen',
        expression:
          'variables.fields.filter(field, field in variables.new && ' +
          '(!(field in variables.old) || variables.new[field] != variables.old[field]))',
      },
      {
        name: 'dropped',
        expression: 'variables.fields.filter(field, field in variables.old && !(field in variables.new))',
      },
    ],
    validation: {
      expression: 'variables.chosen.size() == 0 && variables.dropped.size() == 0',
      messageExpression:
        "variables.chosen.size() > 0 ? 'how a claim is answered is the platform’s choice: leave out spec.' + " +
        "variables.chosen.join(', spec.') + '; to restore a backup, use an account that the platform lets restore' : " +
        "'this takes away spec.' + variables.dropped.join(', spec.') + ', which Crossplane wrote: change the claim with kubectl apply, " +
        "patch or edit, not with replace'",
    },
  },
];
