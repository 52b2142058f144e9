/** The findings of two versions of the environment's schema, each with the claims that it reaches. */
import type { Finding } from '../finding.ts';
import type { Contract } from './contract.ts';
import type { Today } from './deprecation-changes.ts';
import { schemaFindings } from './schema-findings.ts';

const owner = 'environment';
/** An environment has no version: platform teams write it, and change it with the release. */
const days = 0;

/** Every difference of the facts that environments have. Messages name the APIs and targets that read the fact, if it is in a section. */
export function environmentFindings({ environment: old }: Contract, now: Contract, { today }: Today): Finding[] {
  const readers = readersIn(now);
  return schemaFindings({ area: 'environment', owner, path: '', today, days }, old, now.environment).map((found) => {
    const path = found.place.slice(owner.length + 1);
    const reading = [...readers].filter(([section]) => isWithin(path, section)).flatMap(([, names]) => names);
    if (reading.length === 0) return found;
    return { ...found, message: `${found.message.slice(0, -1)} (read by ${[...new Set(reading)].join(', ')}).` };
  });
}

/** By section, what reads it, as `Widget on cloud`. */
function readersIn({ apis }: Contract): ReadonlyMap<string, readonly string[]> {
  const readers = new Map<string, string[]>();
  for (const [kind, { reads }] of Object.entries(apis)) {
    for (const [target, { needed, optional }] of Object.entries(reads)) {
      for (const section of [...needed, ...optional]) {
        readers.set(section, [...(readers.get(section) ?? []), `${kind} on ${target}`]);
      }
    }
  }
  return readers;
}

function isWithin(path: string, section: string): boolean {
  return path === section || path.startsWith(`${section}.`) || path.startsWith(`${section}[`);
}
