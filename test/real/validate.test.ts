import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { flavours, type Flavour } from 'planesmith/schema';
import { database } from '../../apis/database.ts';
import { synthesisedFor } from '../cases/platform.ts';
import { claimsTable } from './claims-table.ts';
import { locateTool } from './tools/tools.ts';

const run = promisify(execFile);
const planesmith = fileURLToPath(new URL('../../engine/bin/planesmith.cjs', import.meta.url));
const crossplane = await locateTool('crossplane');
const missing = 'missing' in crossplane ? crossplane.missing : undefined;

/** Mistakes in an object's metadata, which the API server checks and Crossplane's command does not. */
const metadataOnly = new Set(['a name in capitals', 'an unknown field of the metadata', 'labels that are no strings']);

/** Mistakes that the command reports in other words than the API server. control-plane.test.ts compares our words with the server's. */
const otherWords = new Set(['a spec is not null', 'storage beyond what a number can be', 'aliases as a list']);

interface Verdict {
  readonly reason: string;
  readonly valid: boolean;
}

interface WordedVerdict extends Verdict {
  readonly words: readonly string[];
}

let folder: string;
let claims: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'planesmith-validate-'));
  claims = join(folder, 'claims.yaml');
  // JSON is valid YAML, and leaves no doubt about quoting.
  await writeFile(claims, claimsTable.map(({ claim }) => `---\n${JSON.stringify(claim)}\n`).join(''));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The output of a command, also if it fails because a claim is invalid. */
const outputOf = async (command: string, args: readonly string[]): Promise<string> => {
  const options = { cwd: fileURLToPath(new URL('../..', import.meta.url)), maxBuffer: 64 << 20 };
  return (await run(command, args, options).catch((error: { stdout: string }) => error)).stdout;
};

/** The messages that both commands share, sorted: without our suggestions and without additions of an API server or a library. */
function shared(words: readonly string[]): string[] {
  return words
    .filter((text) => !text.includes('some validation rules were not checked') && !text.startsWith('<nil>'))
    .map((text) =>
      text
        .replace(/^(\S+): (Invalid value: "[^"]*": )?unknown field.*$/, '$1: unknown field')
        .replaceAll('"integer"', '"number"'),
    )
    .toSorted();
}

async function ours(flavour: Flavour): Promise<readonly WordedVerdict[]> {
  const args = [planesmith, 'validate', claims, '--flavour', flavour, '-o', 'json'];
  const found = JSON.parse(await outputOf(process.execPath, args)) as {
    valid: boolean;
    errors: { path: string; message: string }[];
  }[];
  return found.map(({ valid, errors }, row) => ({
    reason: claimsTable[row]?.reason ?? 'no such row',
    valid,
    words: errors.map(({ path, message }) => `${path}: ${message}`),
  }));
}

async function crossplanes(flavour: Flavour): Promise<readonly WordedVerdict[]> {
  if ('missing' in crossplane) throw new Error(crossplane.missing);
  const schemas = join(folder, flavour);
  await mkdir(schemas, { recursive: true });
  const { xrd } = await synthesisedFor(database, 'local', flavour);
  await writeFile(join(schemas, 'xrd.yaml'), JSON.stringify(xrd));
  const args = ['resource', 'validate', schemas, claims, '--crossplane-image=', `--cache-dir=${folder}/cache`];
  const { resources } = JSON.parse(await outputOf(crossplane.path, [...args, '-o', 'json'])) as {
    resources: { name: string; status: 'valid' | 'invalid'; errors?: { message: string }[] }[];
  };
  const verdicts = new Map(resources.map((resource) => [resource.name, resource]));
  return claimsTable.map(({ reason, claim }) => {
    const found = verdicts.get((claim as { metadata: { name: string } }).metadata.name);
    if (found === undefined) throw new Error(`crossplane reported no verdict on the claim with ${reason}`);
    return { reason, valid: found.status === 'valid', words: (found.errors ?? []).map(({ message }) => message) };
  });
}

describe.for(flavours)('in flavour %s', (flavour) => {
  it('`planesmith validate` and the table agree', async ({ expect }) => {
    expect((await ours(flavour)).map(verdict)).toEqual(claimsTable.map(verdict));
  });

  it('`crossplane resource validate` gives the same verdict on every claim', async ({ skip, expect }) => {
    if (missing !== undefined) return skip(missing);
    const compared = (verdicts: readonly Verdict[]) =>
      verdicts.filter(({ reason }) => !metadataOnly.has(reason)).map(verdict);
    const all = await crossplanes(flavour);
    const theirs = compared(all);
    const overlooked = all.filter(({ valid, reason }) => valid && metadataOnly.has(reason));
    expect(new Set(overlooked.map(({ reason }) => reason))).toEqual(metadataOnly);
    expect(theirs.length).toBeGreaterThan(40);
    expect(theirs).toEqual(compared(await ours(flavour)));
  });

  it('`crossplane resource validate` reports the same messages', async ({ skip, expect }) => {
    if (missing !== undefined) return skip(missing);
    const worded = (all: readonly WordedVerdict[]) =>
      all
        .filter(({ reason }) => !metadataOnly.has(reason) && !otherWords.has(reason))
        .map(({ reason, words }) => ({ reason, words: shared(words) }));
    expect(worded(await ours(flavour))).toEqual(worded(await crossplanes(flavour)));
  });
});

function verdict({ reason, valid }: Verdict): Verdict {
  return { reason, valid };
}
