/** Starts the real external-secrets on a control plane. */
import { locateTool } from '../tools/tools.ts';
import { freePort, type Program } from './process.ts';
import type { ControlPlane } from './start.ts';

/** The reason why this machine cannot run it, or undefined if it can. */
export async function missingForExternalSecrets(): Promise<string | undefined> {
  const located = await locateTool('external-secrets');
  return 'missing' in located ? located.missing : undefined;
}

/** Starts external-secrets with every feature that its chart switches on. */
export async function startExternalSecrets({ start, kubeconfig }: ControlPlane): Promise<Program> {
  const located = await locateTool('external-secrets');
  if ('missing' in located) throw new Error(located.missing);
  const args = [`--live-addr=127.0.0.1:${await freePort()}`, '--metrics-addr=0', '--loglevel=error'];
  return start('external-secrets', located.path, args, { KUBECONFIG: kubeconfig });
}
