/** The API server's own verdicts on claims, beside ours. */
import type { Flavour } from 'planesmith/schema';
import { judge } from 'planesmith/testing';
import { platform } from '../../cases/platform.ts';
import { claimsTable } from '../claims-table.ts';
import { claimsPath } from './claim.ts';
import { until } from './process.ts';
import type { ControlPlane } from './start.ts';

/** The server's and our messages on one claim; empty for a valid one. */
export interface Verdicts {
  readonly reason: string;
  readonly server: string;
  /** The texts that our verdict expects in the server's message. */
  readonly expected: readonly string[];
}

/** The server's message for a claim that it cannot decode. It never reaches the schema, so other mistakes are not reported. */
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
    all.push({ reason, server, expected: server.includes(unreadable) && words.length > 0 ? [unreadable] : words });
  }
  return all;
}

/** Our own errors on the claim as JSON, where undefined fields are absent. */
function issuesOf(claim: object, flavour: Flavour) {
  const file = { file: 'claim.yaml', text: JSON.stringify(claim), named: true };
  return judge([file], platform, { flavour, strict: false }).claims.flatMap(({ verdict }) => verdict.errors);
}

/** The server's form of our message. It finds unknown fields while decoding, so its message has no path and no suggestion. */
function inItsWords(path: string, message: string): string {
  if (message.startsWith('unknown field')) return message.replace(/, did you mean .*$/, '');
  return `${path}: ${message}`;
}
