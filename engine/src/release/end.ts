/** The policy that lets nobody keep a claim, or what it composed, beyond its end. */
import { type Guard, isCollector } from './guard.ts';

const paused = 'crossplane.io/paused';

const finalizers = (variable: string) => `(${variable} == null ? [] : ${variable}.metadata.?finalizers.orValue([]))`;
const pausedBy = (variable: string) =>
  `(${variable} == null ? '' : ${variable}.metadata.?annotations[?'${paused}'].orValue(''))`;

/**
 * Only administrators pause a claim, change its finalizers, or delete it without what it composed. Crossplane would not see the end of a
 * paused claim. A finalizer keeps a claim, and the namespace with it, for as long as its author likes. What is orphaned belongs to nobody.
 */
export const endGuard: Guard = {
  name: 'end',
  operations: ['CREATE', 'UPDATE', 'DELETE'],
  resources: ['*'],
  exceptAdministrators: true,
  exceptRestorers: true,
  variables: [
    { name: 'isDeleted', expression: "request.operation == 'DELETE'" },
    {
      name: 'orphans',
      expression:
        "variables.isDeleted && (request.options.?propagationPolicy.orValue('') == 'Orphan' || " +
        'request.options.?orphanDependents.orValue(false))',
    },
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
    expression: '!variables.orphans && !variables.pauses && !variables.finalizes',
    messageExpression:
      "'only an administrator of the platform may ' + " +
      "(variables.orphans ? 'delete a claim without what it composed: leave out --cascade=orphan' : " +
      `variables.pauses ? 'pause a claim or let it go on: leave the annotation ${paused} as it is' : ` +
      "'change the finalizers of a claim: leave metadata.finalizers as it is, and change the claim with kubectl apply, " +
      "patch or edit, not with replace')",
  },
};
