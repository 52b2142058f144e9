/** Verifies the lock in release.yaml by the rules of the file that it comes from. */
import { UserError } from '../../errors.ts';
import { type Lock, readLock } from '../../lock/index.ts';
import { toYaml } from '../../yaml/index.ts';
import type { Findings } from './findings.ts';
import { type ReleaseYaml, releaseYaml } from './release-yaml.ts';

/** Adds what is wrong with the lock. */
export function checkLock(findings: Findings, { lock: { models: _, ...lock } }: ReleaseYaml): void {
  try {
    readLock(toYaml(lock), 'lock');
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    findings.expect(false, releaseYaml, error.message.replace(/^lock:\d+:\d+: /, ''), 'lock');
  }
}

/** The lock of a release whose lock was verified. */
export function lockOf({ lock: { models: _, ...lock } }: ReleaseYaml): Lock {
  return readLock(toYaml(lock), 'lock');
}
