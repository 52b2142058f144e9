/** Decides whether a cluster may get a version: from what was found to proofs, each met, waived or refused. */
import { compareVersions } from '../compare/version.ts';
import type { OpenAlerts } from './alerts.ts';
import { durationText } from './duration.ts';
import type { Evidence, verdicts } from './evidence.ts';
import type { Objectives } from './settings.ts';
import type { SmokeResult } from './smoke-result.ts';

/** What is known about the cluster before, from which a version comes. */
export interface Before {
  readonly name: string;
  /** Its pointer. */
  readonly version: string;
  /** That of the version which is asked for. */
  readonly evidence: Evidence | undefined;
  readonly smoke: SmokeResult | undefined;
}

/** All that a decision depends on. */
export interface Found {
  readonly cluster: string;
  /** Its pointer. */
  readonly current: string;
  readonly version: string;
  readonly objectives: Objectives;
  readonly now: Date;
  /** Undefined for the first cluster. */
  readonly before: Before | undefined;
  /** That of the version in this cluster, from an earlier time. */
  readonly ranHere: Evidence | undefined;
  /** The digest of the version's SHA256SUMS. */
  readonly checksums: string;
  /** Which of the cluster's packages are not signed, in sentences. */
  readonly unsigned: readonly string[];
  /** Which of them lack the attestation of tests, in sentences. */
  readonly untested: readonly string[];
  readonly alerts: OpenAlerts;
}

/** One proof. */
export interface Proof {
  readonly proof: string;
  readonly verdict: (typeof verdicts)[number];
  readonly says: string;
  /** Of a refusal. */
  readonly remedy?: string;
}

/** The decision. It allows the version if no proof is refused. */
export interface Decision {
  readonly what: Evidence['what'];
  readonly proofs: readonly Proof[];
}

/** The decision about what was found. The same facts give the same decision. */
export function decide(found: Found): Decision {
  const { ranHere, checksums, version, current } = found;
  const kept = [unedited(found), signed(found), tested(found)];
  const isBack = compareVersions(version, current) < 0;
  if (isBack && ranHere !== undefined && ranHere.checksums === checksums) {
    const why = `${version} ran here since ${ranHere.at}, and going back must not wait for what went wrong`;
    const waived = ['before', 'age', 'smoke', 'alerts'].map((proof): Proof => ({
      proof,
      verdict: 'waived',
      says: why,
    }));
    return { what: 'rollback', proofs: [...kept, ...waived] };
  }
  return {
    what: isBack ? 'rollback' : 'promotion',
    proofs: [...kept, ...provenBefore(found), quiet(found)],
  };
}

const met = (proof: string, says: string): Proof => ({ proof, verdict: 'met', says });
const waived = (proof: string, says: string): Proof => ({ proof, verdict: 'waived', says });
const refused = (proof: string, says: string, remedy: string): Proof => ({ proof, verdict: 'refused', says, remedy });

/** Nobody has edited the version since a promotion, together with its SHA256SUMS: the fleet compares all other files with that. */
function unedited({ version, checksums, before, ranHere }: Found): Proof {
  const remedy = 'take the folder back from Git, and publish a change as a new version';
  const known = [before?.evidence, ranHere].find((evidence) => evidence && evidence.checksums !== checksums);
  return known === undefined
    ? met('published', `every file of ${version} is as SHA256SUMS says, and that is ${checksums}`)
    : refused(
        'published',
        `${version} is not what ${known.cluster} got: its SHA256SUMS was ${known.checksums}`,
        remedy,
      );
}

function signed({ version, unsigned, objectives: { key } }: Found): Proof {
  const [first] = unsigned;
  return first === undefined
    ? met('signature', `the owner of ${key} has signed every package of ${version} for this cluster`)
    : refused(
        'signature',
        first,
        'sign the release with `planesmith sign`, and keep dist/signatures/ in the fleet or push it',
      );
}

function tested({ version, untested, objectives: { key } }: Found): Proof {
  const [first] = untested;
  return first === undefined
    ? met('tests', `the owner of ${key} attests that the tests of ${version} passed`)
    : refused('tests', first, 'sign the release with `planesmith sign --tests <report>` once its tests pass');
}

function provenBefore(found: Found): readonly Proof[] {
  const { before, version, now, objectives } = found;
  if (before === undefined) {
    const first = 'this cluster is the first: no cluster is before it';
    return ['before', 'age', 'smoke'].map((proof) => waived(proof, first));
  }
  const { name, evidence } = before;
  const remedy = `promote it there first: planesmith promote ${version} --cluster ${name}`;
  if (before.version !== version) return [refused('before', `${name} has ${before.version}, not ${version}`, remedy)];
  if (evidence === undefined) {
    return [refused('before', `nothing says since when ${name} has ${version}`, remedy)];
  }
  return [met('before', `${name} has ${version}`), old(name, evidence, found), used(before, evidence, now, objectives)];
}

/** By how much the clock of this machine may differ from that of the source of alerts. */
const mostSkewMs = 5 * 60_000;

function old(name: string, evidence: Evidence, { now, alerts, objectives }: Found): Proof {
  const { minimumAge, minimumAgeMs } = objectives;
  const age = now.getTime() - Date.parse(evidence.at);
  const { version } = evidence;
  const clock = 'clock' in alerts ? alerts.clock : undefined;
  if (clock !== undefined && Math.abs(now.getTime() - clock.getTime()) > mostSkewMs) {
    const says = `here it is ${now.toISOString()}, and for ${objectives.alerts.source} it is ${clock.toISOString()}: nobody can say how old ${version} is`;
    return refused('age', says, 'correct the clock');
  }
  if (age < 0) {
    return refused('age', `${name} has ${version} since ${evidence.at}, which is in the future`, 'correct the clock');
  }
  if (age >= minimumAgeMs) {
    return met('age', `${name} has ${version} for ${durationText(age)}, and ${minimumAge} are asked for`);
  }
  const from = new Date(Date.parse(evidence.at) + minimumAgeMs).toISOString();
  return refused(
    'age',
    `${name} has ${version} for ${durationText(age)}, less than ${minimumAge}`,
    `try again after ${from}`,
  );
}

function used({ name, smoke, version }: Before, evidence: Evidence, now: Date, objectives: Objectives): Proof {
  if (!objectives.smoke) return waived('smoke', 'promotion.yaml does not ask for smoke claims');
  const remedy = `run \`planesmith smoke --cluster ${name}\` there, and commit its result`;
  const no = (says: string) => refused('smoke', says, remedy);
  if (smoke === undefined) return no(`no smoke claim has been tried in ${name}`);
  if (smoke.cluster !== name) return no(`the smoke result of ${name} is from ${smoke.cluster}`);
  if (smoke.version !== version) return no(`the smoke claims in ${name} were made by ${smoke.version}, not ${version}`);
  if (Date.parse(smoke.at) < Date.parse(evidence.at)) {
    return no(`the smoke claims in ${name} are of ${smoke.at}, before it got ${version} at ${evidence.at}`);
  }
  if (Date.parse(smoke.at) > now.getTime()) return no(`the smoke claims in ${name} are of ${smoke.at}, in the future`);
  const failed = smoke.claims.filter(({ result }) => result === 'failed');
  const tried = smoke.claims.filter(({ result }) => result === 'passed');
  if (!smoke.passed || failed.length > 0) {
    const kinds = failed.map(({ kind }) => kind).join(', ');
    return no(`smoke claims failed in ${name}${kinds === '' ? '' : `: ${kinds}`}`);
  }
  if (tried.length === 0) return no(`no smoke claim passed in ${name}`);
  return met('smoke', `${tried.length} of ${smoke.claims.length} smoke claims passed in ${name} at ${smoke.at}`);
}

function quiet({ alerts, objectives }: Found): Proof {
  const { source, allowed } = objectives.alerts;
  if ('problem' in alerts) {
    return refused('alerts', alerts.problem, `make it answer, or correct alerts.source in promotion.yaml`);
  }
  const { names } = alerts;
  if (names.length <= allowed) {
    return met('alerts', `${source} has ${names.length} open alerts, and ${allowed} are allowed`);
  }
  const shown = [...new Set(names)].slice(0, 5).join(', ');
  return refused(
    'alerts',
    `${source} has ${names.length} open alerts, more than the ${allowed} allowed: ${shown}`,
    'resolve or silence them, and try again',
  );
}
