/** Runs the kit that `--platform` names: its program is code from elsewhere, so it runs in a process without rights. */
import { launcher, withKit } from './opened-kit.ts';
import { tell } from './session.ts';

/** Runs the command line `argv` with the kit, and returns its exit code. Throws a `UserError` if it is none, damaged, or of another engine line. */
export async function runForeignKit(source: string, argv: readonly string[]): Promise<number> {
  const remedy = (line: string): string => `install planesmith ${line}, or run the kit by its own command`;
  return withKit(source, remedy, ({ folder, platform, version, group }) => {
    tell(`platform: ${platform} ${version} (${group})`);
    return new Promise((done) => launcher.runKit(folder, argv, (code) => done(code ?? 70)));
  });
}
