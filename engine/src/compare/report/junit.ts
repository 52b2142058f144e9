/** The report as JUnit XML, which most CI systems show as tests: one for the version, and one for each finding. */
import type { Comparison, JudgedFinding } from '../comparison.ts';
import { approvalText, consequencesOf } from './words.ts';

/** One test suite. A finding is a failed test if the comparison fails by it, and a skipped one if it is approved. */
export function junitReport({ platform, verdict, problems, findings, old, new: now }: Comparison): string {
  const failures = (problems.length > 0 ? 1 : 0) + findings.filter(({ fails }) => fails).length;
  const counts = {
    name: `planesmith compare: ${platform} ${old.version} → ${now.version}`,
    tests: findings.length + 1,
    failures,
    errors: 0,
    skipped: findings.filter(({ approval }) => approval !== undefined).length,
  };
  const version = element('testcase', { classname: 'version', name: verdict }, problems.map(failureOf));
  const suite = element('testsuite', counts, [version, ...findings.map(testOf)]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', {}, [suite])}\n`;
}

function testOf(finding: JudgedFinding): string {
  const { rule, fingerprint, place, message, severity, claims, fails, approval } = finding;
  const below = consequencesOf(finding).map(({ text }) => text);
  const output = [`${severity}: ${message}`, ...below, ...claims.map((claim) => `hits ${claim}`)].join('\n');
  return element('testcase', { classname: rule, name: `${place} (${fingerprint})` }, [
    ...(fails ? [element('failure', { type: severity, message }, [])] : []),
    ...(approval === undefined ? [] : [element('skipped', { message: approvalText(approval) }, [])]),
    `<system-out>${escapeXml(output)}</system-out>`,
  ]);
}

function failureOf(problem: string): string {
  return element('failure', { type: 'version', message: problem }, []);
}

function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  children: readonly string[],
): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`);
  const start = `<${name}${pairs.join('')}`;
  return children.length === 0 ? `${start}/>` : `${start}>\n${children.join('\n')}\n</${name}>`;
}

/** The text for an attribute or a body. XML 1.0 has no form for most control characters, so they are written as `\u001b`. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]/g, unicode)
    .replaceAll(/[&<>"'\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function unicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
