/** Typed models of composed kinds: generating them, and checking objects against their schemas. */
export { generateModels, type GenerateOptions } from './generate.ts';
export type { SourceDocument } from './document.ts';
export type { ModelsSettings } from './settings.ts';
export { updateModels, type ModelsSummary, type UpdateOptions } from './update.ts';
