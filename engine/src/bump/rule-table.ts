/** The rules for the next version of a provider or operator as the table of a page, in Markdown. */
import { code, table } from '../docs/markdown.ts';
import { bumpRules } from './rules.ts';

/** One row for each rule, in the order of reports. */
export function bumpRuleTable(): string {
  const rows = bumpRules.map(({ id, severity, summary }) => [code(id), severity, summary]);
  return table(['rule', 'severity', 'what it says'], rows);
}
