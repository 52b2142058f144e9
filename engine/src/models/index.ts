/** Typed models of composed kinds: generates them, and checks objects against their schemas. */
export { generateModels, type GenerateOptions } from './generate.ts';
export type { SourceDocument } from './document.ts';
export type { ModelsSettings } from './settings.ts';
export { updateModels, type ModelsSummary, type UpdateOptions } from './update.ts';
export { checkComposed } from './check/check-composed.ts';
export { readSchemas, type ModelSchemas } from './check/read-schemas.ts';
export type { JsonSchema } from './json-schema.ts';
export { byKind, modelPath, type KindReference } from './kind.ts';
export { engineModels, importedModels, modelsFolder, usedModels } from './used-models.ts';
