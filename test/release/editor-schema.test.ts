/** What editors say of a claim, through a validator of JSON Schema that is not ours. */
import { Ajv } from 'ajv';
import { editorKeywords, schemaFiles } from 'planesmith/release';
import { describe, expect, it } from 'vitest';
import { functions } from '../../functions/index.ts';
import platform from '../../planesmith.config.ts';
import { claimsTable } from '../real/claims-table.ts';

const files = schemaFiles(platform, functions);
const contentOf = (path: string) => JSON.parse(String(files.find((file) => file.path === path)?.content)) as object;
// Unknown keywords and formats would make an editor silently check less.
const ajv = new Ajv({
  strict: true,
  strictTypes: false,
  allErrors: true,
  keywords: [...editorKeywords],
  validateFormats: false,
} as object);
const accepts = ajv.compile(contentOf('database-v1alpha1.json'));

// An editor may object to null: who writes it means a value.
const readable = claimsTable.filter(({ valid, claim }) => valid && !JSON.stringify(claim).includes(':null'));

describe('the schema for editors', () => {
  it.for(readable)('accepts what the API server accepts: $reason', ({ claim }) => {
    expect(accepts(claim), JSON.stringify(accepts.errors)).toBe(true);
  });

  it('refuses what it can tell of the rest: unknown fields, types, choices and bounds', () => {
    const bad = claimsTable.filter(({ valid }) => !valid);
    const passed = bad.filter(({ claim }) => accepts(claim)).map(({ reason }) => reason);
    expect(passed.length).toBeLessThan(bad.length / 3);
    for (const spec of [{ siez: 'small' }, { size: 'huge' }, { storageGB: '10' }, { storageGB: 0 }]) {
      expect(
        accepts({ apiVersion: 'platform.example.org/v1alpha1', kind: 'Database', metadata: { name: 'a' }, spec }),
        JSON.stringify(spec),
      ).toBe(false);
    }
  });
});
