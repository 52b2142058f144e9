/** The one reader and the one writer of YAML. */
export type { MapNode, Node } from './nodes.ts';
export { keyText } from './key-text.ts';
export { readYaml, type YamlDocument } from './read.ts';
export { toYaml, toYamlStream } from './write.ts';
