/** The real external-secrets, beside a control plane. */
import { locateTool } from '../tools/tools.ts';
import { freePort, type Program } from './process.ts';
import type { ControlPlane } from './start.ts';

/** Why it cannot be had on this machine, or undefined where it can. */
export async function missingForExternalSecrets(): Promise<string | undefined> {
  const located = await locateTool('external-secrets');
  return 'missing' in located ? located.missing : undefined;
}

/** Starts external-secrets with all that its chart switches on. */
export async function startExternalSecrets({ start, kubeconfig }: ControlPlane): Promise<Program> {
  const located = await locateTool('external-secrets');
  if ('missing' in located) throw new Error(located.missing);
  const args = [`--live-addr=127.0.0.1:${await freePort()}`, '--metrics-addr=0', '--loglevel=error'];
  return start('external-secrets', located.path, args, { KUBECONFIG: kubeconfig });
}
