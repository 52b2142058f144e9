/** Runs the kit that `--platform` names: its program is code from elsewhere, so it runs in a process without rights. */
import { withKit } from './opened-kit.ts';
import { tell } from './session.ts';

/** Runs the command line `argv` with the kit, and returns its exit code. Throws a `UserError` if it is none, damaged, or of another engine line. */
export function runForeignKit(source: string, argv: readonly string[]): Promise<number> {
  return withKit(source, ({ platform, version, group, start }) => {
    tell(`platform: ${platform} ${version} (${group})`);
    return new Promise((done) => start(argv, (code) => done(code ?? 70)));
  });
}
