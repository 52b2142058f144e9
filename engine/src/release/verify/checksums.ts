/** Checks every file of a release against SHA256SUMS, which covers the bytes that nothing else derives. */
import { hexOf } from '../../xpkg/digest.ts';
import type { Files } from '../../xpkg/verify/files.ts';
import { checksumsFile } from '../checksums.ts';
import { isSignature } from '../sign/signed-file.ts';
import type { Findings } from './findings.ts';

/** A file of another kind may have millions of lines, and says nothing more by the next one. */
const mostStrange = 20;

/** Adds every file that is missing, unlisted or has other bytes; a file with a finding already gets no second one for its bytes. */
export async function checkChecksums(findings: Findings, files: Files): Promise<void> {
  const bytes = await findings.attempt(checksumsFile, 'cannot be read', () => files.read(checksumsFile));
  if (
    !findings.expect(bytes !== undefined, checksumsFile, 'is missing: nothing says which bytes the files should have')
  )
    return;
  const listed = readChecksums(findings, Buffer.from(bytes ?? []).toString('utf8'));
  // Signatures differ each time and come after a release. Only a fleet publishes a version with those that it has.
  const areSignaturesLater = ![...listed.keys()].some(isSignature);
  for (const path of files.paths) {
    if (path === checksumsFile || (areSignaturesLater && isSignature(path))) continue;
    const stated = listed.get(path);
    if (!findings.expect(stated !== undefined, path, `is no part of the release: ${checksumsFile} does not list it`))
      continue;
    const actual = await findings.attempt(path, 'cannot be read', () => files.digest(path));
    if (actual === undefined || hexOf(actual) === stated || findings.concerns(path)) continue;
    findings.expect(false, path, `has the sha256 ${hexOf(actual)}, but ${checksumsFile} says ${stated}`);
  }
  const present = new Set(files.paths);
  for (const path of listed.keys())
    findings.expect(present.has(path), path, `is missing, but ${checksumsFile} lists it`);
}

function readChecksums(findings: Findings, text: string): Map<string, string> {
  const listed = new Map<string, string>();
  const lines = text.split('\n');
  findings.expect(lines.pop() === '', checksumsFile, 'does not end with a line break: it is truncated');
  let strange = 0;
  for (const [index, line] of lines.entries()) {
    const [, digest, path] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    const isLine = digest !== undefined && path !== undefined;
    if (!isLine) strange += 1;
    if (!isLine && strange > mostStrange) continue;
    if (!findings.expect(isLine, checksumsFile, 'is not a sha256 digest and a path', `line ${index + 1}`)) continue;
    findings.expect(!listed.has(path ?? ''), checksumsFile, `lists ${path} again`, `line ${index + 1}`);
    if (isLine) listed.set(path, digest);
  }
  const more = strange - mostStrange;
  findings.expect(more <= 0, checksumsFile, `has ${more} more such lines: it is another file`);
  return listed;
}
