/** Tells a claim that has nothing yet from one whose resources must stay as they are. */
import type { RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';
import { referencesOf } from './references.ts';

interface Touched {
  readonly status?: { readonly recorded?: object; readonly target?: string };
}

/**
 * Whether nothing was ever composed or recorded for the XR. An object that is only referenced counts: it may exist, though Crossplane has
 * not seen it yet. Crossplane would drop the reference, and with it a status that the response leaves out (composition_functions.go).
 */
export function isUntouched({ observed }: RunFunctionRequest): boolean {
  const { status } = (observed?.composite?.resource ?? {}) as Touched;
  return (
    Object.keys(observed?.resources ?? {}).length === 0 &&
    referencesOf(observed?.composite).length === 0 &&
    status?.recorded === undefined &&
    status?.target === undefined
  );
}
