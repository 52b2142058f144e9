/** The rules of the contract as tables of a page, in Markdown. */
import { code, table } from '../../docs/markdown.ts';
import { areaRule, areas, changeOf, editNames } from './edits.ts';
import { platformRules } from './platform-rules.ts';

/** One row for each edit of a schema, with its severity in each area, and one for each other rule. */
export function ruleTable(): string {
  const heads = areas.map((area) => code(`${area}-…`));
  const ofSchemas = editNames.map((edit) => [
    code(`…-${edit}`),
    changeOf(edit),
    ...areas.map((area) => areaRule(area, edit)?.severity ?? ''),
  ]);
  const others = platformRules.map(({ id, severity, summary }) => [code(id), severity, summary]);
  return [table(['rule', 'change', ...heads], ofSchemas), table(['rule', 'severity', 'what it says'], others)].join(
    '\n\n',
  );
}
