/** Typed models of composed kinds: generates them, and checks objects against their schemas. */
export { generateModels } from './generate.ts';
export { updateModels, type ModelsSummary } from './update.ts';
export { checkComposed } from './check/check-composed.ts';
export { readSchemas } from './check/read-schemas.ts';
export { modelPath, type KindReference } from './kind.ts';
export { engineModels, importedModels, modelsFolder, usedModels } from './used-models.ts';
