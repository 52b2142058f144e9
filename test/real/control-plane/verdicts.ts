/** The API server's own verdicts on claims, beside ours. */
import type { Flavour } from 'planesmith/schema';
import { judge } from 'planesmith/testing';
import { platform } from '../../cases/platform.ts';
import { claimsTable } from '../claims-table.ts';
import { claimsPath } from './claim.ts';
import { until } from './process.ts';
import type { ControlPlane } from './start.ts';

/** What both say of one claim; nothing for a good one. */
export interface Verdicts {
  readonly reason: string;
  readonly server: string;
  /** The parts of the server's message that we foretell. */
  readonly foretold: readonly string[];
}

/** Words that the server has only for what never reaches the schema: there, it stops at the first thing it cannot read. */
const unreadable = 'json: cannot unmarshal';

/** Offers every claim of the table to the API server, which stores none of them. */
export async function verdictsOn({ client }: ControlPlane, flavour: Flavour): Promise<Verdicts[]> {
  const offer = (claim: object) =>
    client.create(`${claimsPath}?dryRun=All&fieldValidation=Strict`, claim).then(
      () => '',
      (error: Error) => error.message,
    );
  const [first] = claimsTable;
  await until('claims to be accepted', 30, async () => (await offer(first?.claim ?? {})) === '' || undefined);
  const all: Verdicts[] = [];
  for (const { reason, claim } of claimsTable) {
    const server = await offer(claim);
    const words = issuesOf(claim, flavour).map(({ path, message }) => inItsWords(path, message));
    all.push({ reason, server, foretold: server.includes(unreadable) && words.length > 0 ? [unreadable] : words });
  }
  return all;
}

/** What we say of the claim in the form in which it travels: what is undefined is absent. */
function issuesOf(claim: object, flavour: Flavour) {
  const file = { file: 'claim.yaml', text: JSON.stringify(claim), named: true };
  return judge([file], platform, { flavour, strict: false }).claims.flatMap(({ verdict }) => verdict.errors);
}

/** An unknown field is found while reading, where a message has no path in front; the server does not guess what was meant. */
function inItsWords(path: string, message: string): string {
  if (message.startsWith('unknown field')) return message.replace(/, did you mean .*$/, '');
  return `${path}: ${message}`;
}
