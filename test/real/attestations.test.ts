/** SBOMs and provenance of a real build, read by CycloneDX's and in-toto's own Go libraries. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hostArchitecture } from 'planesmith/xpkg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Built, builtRelease } from './release.ts';
import { locateTool } from './tools/tools.ts';

interface Answer {
  readonly file: string;
  readonly problem?: string;
  readonly names?: readonly string[];
}

let built: Built;
beforeAll(async () => {
  built = await builtRelease([hostArchitecture()]);
});
afterAll(() => built?.remove());

/** What the libraries read in these files. */
async function read(files: readonly string[]): Promise<readonly Answer[]> {
  const tool = await locateTool('attestations');
  if ('missing' in tool) throw new Error(tool.missing);
  const { stdout } = await promisify(execFile)(tool.path, [...files]);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
}

const filesIn = (folder: string) => readdirSync(join(built.dist, folder)).map((name) => join(built.dist, folder, name));

describe('the attestations of a release', () => {
  it('are SBOMs in which CycloneDX finds what the function is bundled from', async () => {
    const answers = await read(filesIn('sbom'));
    expect(answers).toHaveLength(built.packages.length);
    expect(answers.filter(({ problem }) => problem !== undefined)).toEqual([]);
    const names = answers.find(({ file }) => file.includes('functions'))?.names ?? [];
    expect(names).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^pkg:npm\/%40marcbachmann\/cel-js@\d/),
        expect.stringMatching(/^pkg:npm\/node-linux-\w+@24\./),
      ]),
    );
  });

  it('are statements that in-toto accepts, about the packages', async () => {
    const answers = await read(filesIn('provenance'));
    expect(answers.filter(({ problem }) => problem !== undefined)).toEqual([]);
    expect(answers.map(({ names = [] }) => names[0]?.split('/').at(-1)).toSorted()).toEqual(
      built.packages.map(({ name }) => name).toSorted(),
    );
  });

  it('would be refused by both if they were damaged', async () => {
    const damaged = ['sbom', 'provenance'].map((folder) => {
      const [file = ''] = filesIn(folder);
      const copy = join(built.folder, `damaged-${folder}${folder === 'sbom' ? '.cdx.json' : '.json'}`);
      const text = readFileSync(file, 'utf8');
      writeFileSync(copy, text.replace('"version": 1,', '"version": "one",').replace('"buildType"', '"builtType"'));
      return copy;
    });
    const problems = (await read(damaged)).map(({ problem }) => problem);
    expect(problems).toEqual([expect.any(String), expect.any(String)]);
  });
});
