/** CredentialStore: which steps answer a claim. */
import type { Construct } from 'constructs';
import { Composition, type CompositionProps } from 'planesmith/synth';
import { credentialStore as api } from '../apis/credential-store.ts';

/** The platform's function alone. */
export function credentialStore(scope: Construct, props: CompositionProps<typeof api>): void {
  new Composition(scope, 'composition', { api, ...props });
}
