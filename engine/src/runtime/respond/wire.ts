/**
 * The numbers of run_function.proto that a response is written with; the SDK's enums would bring its code into the bundle.
 * https://github.com/crossplane/crossplane/blob/v2.4.0/proto/fn/v1/run_function.proto
 */

export const readyUnspecified = 0;
export const readyTrue = 1;
export const readyFalse = 2;

export const severityFatal = 1;
export const severityWarning = 2;

export const conditionUnknown = 1;
export const conditionIsTrue = 2;
export const conditionIsFalse = 3;

/** An event or condition with this target reaches the claim too, in the flavour that has one. */
export const toCompositeAndClaim = 2;
