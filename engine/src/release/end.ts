/** The policy that lets nobody keep a claim, or what it composed, beyond its end. */
import { type Guard, isAdministrator, isCollector } from './guard.ts';

const paused = 'crossplane.io/paused';

const finalizers = (variable: string) => `(${variable} == null ? [] : ${variable}.metadata.?finalizers.orValue([]))`;
const pausedBy = (variable: string) =>
  `(${variable} == null ? '' : ${variable}.metadata.?annotations[?'${paused}'].orValue(''))`;

/** CEL: whether Crossplane has said that it leaves this claim alone. Nobody else writes a status. */
const rests =
  `${pausedBy('oldObject')} == 'true' && oldObject.?status.?conditions.orValue([])` +
  ".exists(one, one.type == 'Synced' && one.?reason.orValue('') == 'ReconcilePaused')";

/** What an administrator does first. A v1 claim owns nothing: Crossplane deletes its XR with it, and that deletes what it composed. */
const restFirst =
  "oldObject.kind + ' ' + oldObject.metadata.name + (variables.isV1Claim ? ' leaves nothing behind, whatever --cascade says, since Crossplane deletes its " +
  `composite resource with it: leave that out' : ' must be paused first: annotate it with ${paused}=true, and try again once its condition Synced says ` +
  "ReconcilePaused. Otherwise Crossplane can make again its own what it lets go of, and Kubernetes then deletes that')";

/**
 * Only administrators pause a claim, change its finalizers, or delete it without what it composed. Crossplane would not see the end of a
 * paused claim. A finalizer keeps a claim, and the namespace with it, for as long as its author likes. What is orphaned belongs to nobody.
 *
 * An administrator orphans only while Crossplane rests. Otherwise a reconcile under way writes the owner once more, after Kubernetes has taken it
 * away. Once the claim is gone, the garbage collector deletes that object with its data: on a busy control plane, up to 9 databases of 20.
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
      {
        name: 'orphans',
        expression:
          "variables.isDeleted && (request.options.?propagationPolicy.orValue('') == 'Orphan' || " +
          'request.options.?orphanDependents.orValue(false))',
      },
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
        `variables.isAdministrator ? ${restFirst} : ` +
        "'only an administrator of the platform may ' + " +
        "(variables.orphans ? 'delete a claim without what it composed: leave out --cascade=orphan' : " +
        `variables.pauses ? 'pause a claim or let it go on: leave the annotation ${paused} as it is' : ` +
        "'change the finalizers of a claim: leave metadata.finalizers as it is, and change the claim with kubectl apply, " +
        "patch or edit, not with replace')",
    },
  };
}
