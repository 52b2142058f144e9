/** planesmith/models: generates the typed models of composed kinds, and checks objects against their schemas. */
export { generateModels, type GenerateOptions } from './generate.ts';
export { kindsOf, type SourceDocument } from './document.ts';
export type { ModelsSettings } from './settings.ts';
export { editedModels, updateModels, type ModelsSummary, type UpdateOptions } from './update.ts';
export { checkComposed } from './check/check-composed.ts';
export { readSchemas, type ModelSchemas } from './check/read-schemas.ts';
export { unsupportedRules } from './check/rules.ts';
export type { JsonSchema } from './json-schema.ts';
export { byKind, modelPath, type KindReference } from './kind.ts';
export { documentsIn } from './sources/documents.ts';
export { readFolder } from './sources/folder.ts';
export { engineModels, importedModels, modelsFolder, usedModels } from './used-models.ts';
