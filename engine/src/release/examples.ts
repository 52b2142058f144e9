/** Finds the example claims of a platform. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { textIn } from '../files.ts';
import { readDocuments } from '../judge/documents.ts';
import type { Apis } from '../platform/definition.ts';

/** The texts of files in examples/ that have only claims of these APIs, sorted by file name; none if there is no such folder. */
export function exampleClaims(root: string, group: string, apis: Apis): string[] {
  const folder = join(root, 'examples');
  if (!existsSync(folder)) return [];
  const kinds = new Set(Object.values(apis).map(({ kind }) => kind));
  const isClaim = (value: unknown): boolean => {
    const { apiVersion, kind } = (value ?? {}) as { apiVersion?: unknown; kind?: unknown };
    return String(apiVersion).startsWith(`${group}/`) && kinds.has(String(kind));
  };
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => textIn(root, `examples/${name}`) ?? '')
    .filter((text) => {
      const { documents, issues } = readDocuments('', text);
      return issues.length === 0 && documents.length > 0 && documents.every(({ value }) => isClaim(value));
    });
}
