/** Makes text from files and functions safe for a terminal and for the log of a CI run. */

/** A line that nobody reads to its end; a name or a value in a file may have megabytes. */
const longestLine = 4000;

/**
 * The text with control characters, formatting characters such as those that change the direction of text, and commands to GitHub's runner
 * written as `\u001b`, and without the end of very long lines. Line ends and tabs stay.
 */
export function printable(text: string): string {
  // A pattern for long lines would meet its own limit on a very long one.
  return withoutCommands(visible(text.split('\n').map(cut).join('\n')));
}

/**
 * The text without commands to GitHub's runner. The runner reads `::command::` at the beginning of a line, and `##[command]` anywhere in it:
 * https://github.com/actions/runner/blob/079cdb1d05fe0ec50f8c51de5a4fa51d0eb189b0/src/Runner.Common/ActionCommand.cs
 *
 * JSON stays the same data, since only its texts can hold one. In YAML the writer leaves none.
 */
export function withoutCommands(text: string): string {
  return text
    .replaceAll(/^[^\S\n\r]*:(?=:)/gm, (start) => start.slice(0, -1) + escaped(':'))
    .replaceAll(/#(?=#\[)/g, escaped);
}

/** The text with control and formatting characters written as `\u001b`, for a terminal that shows data. Line ends and tabs stay. */
export function visible(text: string): string {
  return text.replaceAll(/(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
}

/** The printable text as one line, for text that must not look like several messages. */
export function oneLine(text: string): string {
  return printable(text.replaceAll('\n', escaped));
}

function escaped(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}

function cut(line: string): string {
  if (line.length <= longestLine) return line;
  return `${line.slice(0, longestLine).toWellFormed()}… (${line.length - longestLine} more characters)`;
}
