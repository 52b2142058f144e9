/** Signs versions of made fleets, as `planesmith sign --tests` does. */
import type { File } from '../../files.ts';
import { signablesOf } from '../../release/sign/signed-file.ts';
import type { ReleaseYaml } from '../../release/verify/release-yaml.ts';
import type { Signer } from '../../signing/key.ts';
import { signedText, unsigned, withSignatures } from '../../signing/signed.ts';
import { testStatement } from '../../signing/test-result.ts';
import { readYaml } from '../../yaml/index.ts';

const report = { name: 'tests.json', sha256: '0'.repeat(64), passed: 12 };

/** The signatures of a made version, which also say that its tests passed unless `tests` is false. */
export function signatures(version: readonly File[], by: Signer, tests = true): readonly File[] {
  const release = version.find(({ path }) => path.endsWith('release.yaml'));
  const read: unknown = readYaml(String(release?.content)).documents[0];
  const { value } = read as { value: ReleaseYaml };
  return signablesOf(value).map(({ subject, path }) => ({
    path: `versions/${value.version}/${path}`,
    content: signedText(withSignatures(unsigned, subject, tests ? [testStatement(subject, report)] : [], by)),
  }));
}
