/** The tokens of a YAML document, as libyaml cuts them. */

import type { YamlProblem } from './cursor.ts';

/** A token without a text of its own. */
export type Mark =
  | 'document start'
  | 'document end'
  | 'end'
  | 'block list'
  | 'block map'
  | 'block end'
  | 'flow list'
  | 'flow list end'
  | 'flow map'
  | 'flow map end'
  | 'block entry'
  | 'flow entry'
  | 'key'
  | 'value';

export type Token =
  /** What stands here is no token. */
  | { readonly type: 'problem'; readonly offset: number; readonly problem: YamlProblem }
  | { readonly type: Mark; readonly offset: number }
  | { readonly type: 'alias' | 'anchor' | 'tag'; readonly offset: number; readonly text: string }
  | { readonly type: 'scalar'; readonly offset: number; readonly text: string; readonly plain: boolean };
