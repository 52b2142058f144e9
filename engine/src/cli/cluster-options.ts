/** The options of commands that reach a cluster. */
import { type Command, InvalidArgumentError, Option } from 'commander';

/** Which cluster, and how long to wait for it. */
export interface ClusterOptions {
  readonly context?: string;
  readonly kubeconfig?: string;
  /** In seconds. */
  readonly timeout: number;
}

/** Adds the options that kubectl has under the same names, and the time to wait. */
export function withCluster(command: Command): Command {
  return command
    .option('--context <name>', 'the context of the kubeconfig (default: the current one)')
    .option('--kubeconfig <file>', 'the kubeconfig (default: as kubectl finds it)')
    .addOption(new Option('--timeout <seconds>', 'how long to wait').argParser(toSeconds).default(300));
}

function toSeconds(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a whole number of seconds.');
}
