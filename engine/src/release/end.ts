/** The policy that lets nobody keep a claim, or what it composed, beyond its end. */
import { type Guard, isAdministrator, isCollector } from './guard.ts';

const paused = 'crossplane.io/paused';

const finalizers = (variable: string) => `(${variable} == null ? [] : ${variable}.metadata.?finalizers.orValue([]))`;
const pausedBy = (variable: string) =>
  `(${variable} == null ? '' : ${variable}.metadata.?annotations[?'${paused}'].orValue(''))`;

/**
 * CEL: whether Crossplane says that it leaves this claim alone. Only Crossplane and accounts that restore backups write a status. After a release the word
 * is there until the next reconcile ends, so who pauses a claim again must wait for `Synced` to be true first.
 */
const rests =
  `${pausedBy('oldObject')} == 'true' && oldObject.?status.?conditions.orValue([])` +
  ".exists(one, one.type == 'Synced' && one.?reason.orValue('') == 'ReconcilePaused')";

/** CEL: whether a deletion leaves behind what the claim owns. Without a word of the request, a finalizer decides (apiserver pkg/registry/generic/registry/store.go). */
const orphans =
  "request.options.?propagationPolicy.orValue('') == 'Orphan' || request.options.?orphanDependents.orValue(false) || " +
  `(!request.options.?propagationPolicy.hasValue() && 'orphan' in ${finalizers('oldObject')})`;

/** What a v1 claim says, which owns nothing: Crossplane deletes its XR with it, and Kubernetes what that composed. */
const ownsNothing =
  "oldObject.kind + ' ' + oldObject.metadata.name + ' leaves nothing behind, whatever --cascade says, since Crossplane deletes its composite " +
  "resource with it: leave out --cascade=orphan'";

/** What an administrator does first. */
const restFirst =
  "oldObject.kind + ' ' + oldObject.metadata.name + ' must be paused first: annotate it with " +
  `${paused}=true, and try again once its condition Synced says ReconcilePaused. Otherwise Crossplane can take back what it let go of, and Kubernetes ` +
  "then deletes that'";

/**
 * Only administrators pause a claim, change its finalizers, or delete it without what it composed. Crossplane would not see the end of a
 * paused claim. A finalizer keeps a claim, and the namespace with it, for as long as its author likes. What is orphaned belongs to nobody.
 *
 * Administrators orphan only while Crossplane rests. Otherwise a reconcile under way writes the owner once more, after Kubernetes has taken it
 * away. Once the claim is gone, the garbage collector deletes that object with its data. On a busy control plane, it deleted 60 databases of 200.
 */
export function endGuard(platform: string): Guard {
  return {
    name: 'end',
    operations: ['CREATE', 'UPDATE', 'DELETE'],
    resources: ['*'],
    exceptAdministrators: false,
    exceptRestorers: true,
    variables: [
      { name: 'isAdministrator', expression: isAdministrator(platform) },
      { name: 'isDeleted', expression: "request.operation == 'DELETE'" },
      { name: 'orphans', expression: `variables.isDeleted && (${orphans})` },
      { name: 'isV1Claim', expression: 'variables.orphans && oldObject.?spec.?resourceRef.hasValue()' },
      { name: 'rests', expression: `variables.orphans && ${rests}` },
      { name: 'pauses', expression: `!variables.isDeleted && ${pausedBy('object')} != ${pausedBy('oldObject')}` },
      {
        name: 'finalizes',
        // The garbage collector removes the finalizers that the API server sets for a deletion in the foreground.
        expression:
          `!variables.isDeleted && !(${isCollector}) && ` +
          `(${finalizers('object')}.exists(name, !(name in ${finalizers('oldObject')})) || ` +
          `${finalizers('oldObject')}.exists(name, !(name in ${finalizers('object')})))`,
      },
    ],
    validation: {
      expression:
        'variables.isAdministrator ? !variables.orphans || (variables.rests && !variables.isV1Claim) : ' +
        '!variables.orphans && !variables.pauses && !variables.finalizes',
      messageExpression:
        `variables.isV1Claim ? ${ownsNothing} : variables.isAdministrator ? ${restFirst} : ` +
        "'only an administrator of the platform may ' + " +
        "(variables.orphans ? 'delete a claim without what it composed: leave out --cascade=orphan' : " +
        `variables.pauses ? 'pause a claim or let it go on: leave the annotation ${paused} as it is' : ` +
        "'change the finalizers of a claim: leave metadata.finalizers as it is, and change the claim with kubectl apply, " +
        "patch or edit, not with replace')",
    },
  };
}
