import { describe, expect, it } from 'vitest';
import { importedModels } from './used-models.ts';

describe('an import of a model', () => {
  it.for([
    {
      text: `import { Widget } from '../models/toy.example.org/v1/widget.ts';`,
      models: ['toy.example.org/v1/widget'],
      reason: 'a plain import',
    },
    {
      text: `import type { A } from "../../models/core/v1/secret.ts";`,
      models: ['core/v1/secret'],
      reason: 'an import of a type',
    },
    {
      text: `import {\n  A,\n  B,\n} from './models/a.b/v1/c.ts';`,
      models: ['a.b/v1/c'],
      reason: 'an import over several lines',
    },
    { text: `export { A } from '../models/a.b/v1/c.ts'`, models: ['a.b/v1/c'], reason: 'an export of an import' },
    { text: `await import('../models/a.b/v1/c.ts')`, models: ['a.b/v1/c'], reason: 'a dynamic import' },
    { text: `import'../models/a.b/v1/c.ts'`, models: ['a.b/v1/c'], reason: 'an import without names, minified' },
    { text: `import type { Json } from '../models/meta.ts';`, models: [], reason: 'the shared types are no model' },
    { text: `import { a } from '../database/plan.ts';`, models: [], reason: 'another file' },
  ])('is found: $reason', ({ text, models }) => {
    expect(importedModels(text)).toEqual(models);
  });
});
