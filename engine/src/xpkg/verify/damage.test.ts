import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { File } from '../../files.ts';
import { packTar, textContent, unpackTar } from '../tar.ts';
import { widgetConfiguration, widgetFunction } from '../testing/widget-package.ts';
import { verifyArchive } from './archive.ts';
import { verifyLayout } from './layout.ts';

const packages = [await widgetConfiguration(), await widgetFunction()];

/** Puts `value` in the place of one value inside the JSON text; the text itself if it is no JSON. */
function replaced(text: string, at: number, value: unknown): string {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return text;
  }
  const places: (() => void)[] = [() => (root = value)];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, child] of Object.entries(node)) {
      places.push(() => Object.assign(node, { [key]: value }));
      walk(child);
    }
  };
  walk(root);
  places[at % places.length]?.();
  return JSON.stringify(root);
}

const textOf = ({ content }: Pick<File, 'content'>) => Buffer.from(content as string).toString();
const isJson = ({ content }: Pick<File, 'content'>) => /^[{[]/.test(textOf({ content }));
const anything = fc.jsonValue({ maxDepth: 2 });

describe('a package with any value in any place of its JSON', () => {
  it('is verified without an exception as a layout, and has a problem', async () => {
    for (const { name, files } of packages) {
      const layout = files
        .filter(({ path }) => path.startsWith(`oci/${name}/`))
        .map((file) => ({ ...file, path: file.path.slice(`oci/${name}/`.length) }));
      const documents = layout.filter((file) => isJson(file));
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...documents), fc.nat(), anything, async (document, at, value) => {
          const content = replaced(textOf(document), at, value);
          const problems = await verifyLayout(layout.map((file) => (file === document ? { ...file, content } : file)));
          if (document.path.startsWith('blobs/') && content !== textOf(document))
            expect(problems.map(({ path }) => path)).toContain(document.path);
        }),
        { numRuns: 150 },
      );
    }
  });

  it('is verified without an exception as an archive', async () => {
    const archive = packages[0]!.files.find(({ path }) => path.endsWith('.xpkg'))!.content as Uint8Array;
    const entries = (await unpackTar(archive)).flatMap((entry) => (entry.type === 'file' ? [entry] : []));
    const documents = entries.filter((entry) => isJson(entry));
    expect(documents).toHaveLength(2);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...documents), fc.nat(), anything, async (document, at, value) => {
        const content = textContent(replaced(textOf(document), at, value));
        const damaged = entries.map((entry) => (entry === document ? { ...entry, content } : entry));
        expect(await verifyArchive(await packTar(damaged))).toBeInstanceOf(Array);
      }),
      { numRuns: 150 },
    );
  });
});
