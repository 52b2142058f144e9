/**
 * Finds out whether the cluster serves the kinds of a claim before anything of it is created. At a kind that the cluster lacks, Crossplane
 * stops in the middle of what it applies, and does not call the function of that claim any more (docs/decisions/kinds.md).
 */
import type { ResourceSelector } from '@crossplane-org/function-sdk-typescript';
import { Unserved } from '../../authoring/incapable.ts';
import { type AskedKinds, type Kind, kindsIn, type KindsSeen, kindTitle, type Learnt } from '../read/kinds.ts';
import { fetchedObjects, isOfAll, type Selectors } from '../read/requirement.ts';
import type { Situation } from '../read/situation.ts';
import type { Answer } from './answer.ts';

/** The answer with what it asks of kinds. It is a failed one if the claim needs a kind that the cluster lacks. */
export function withAskedKinds(answer: Answer): Answer {
  const { request, situation } = answer;
  if (situation === undefined) return answer;
  const seen = kindsIn(request);
  const selectors = answer.outcome === 'composed' ? answer.composed.requirements : answer.requirements;
  const { composed, all } = kindsToAsk(answer, situation, selectors, seen);
  const needed = answer.outcome === 'composed' ? composed : answer.outcome === 'pending' ? all : [];
  const absent = needed.filter((kind) => seen.of(kind) === 'absent');
  if (!seen.canBeAsked) return withRequirements(answer, selectors, { ...nothingAsked, isUnknown: all.length > 0 });
  if (absent.length === 0) {
    const open = openSelectors(selectors, all, (kind) => seen.of(kind) === 'served');
    return withRequirements(answer, open, ask(all, open, seen));
  }
  const error = new Unserved(absent.map(kindTitle), `${situation.xr.claim.kind} ${situation.xr.claim.name}`);
  // As in the call before: Crossplane is to see that nothing else is required.
  const open = openSelectors(selectors, all, (kind) => seen.learnt[kindTitle(kind)] === true);
  return { outcome: 'failed', request, error, situation, requirements: open, kinds: askOnly(all, seen.learnt, seen) };
}

const nothingAsked = { schemas: {}, learnt: {} };

function withRequirements(answer: Answer, requirements: Selectors, kinds: AskedKinds): Answer {
  if (answer.outcome !== 'composed') return { ...answer, requirements, kinds };
  return { ...answer, composed: { ...answer.composed, requirements }, kinds };
}

/**
 * The kinds of which the claim has no object yet: those that it composes, and with those that it looks up. A claim that this release has
 * found capable asks again only when it creates its first object of a kind, or wants a list that Crossplane has not fetched. For each schema,
 * Crossplane parses its group's document. A list that was fetched proves its kind.
 */
function kindsToAsk(answer: Answer, situation: Situation, selectors: Selectors, seen: KindsSeen) {
  const parts = answer.outcome === 'composed' ? answer.composed.parts : [];
  const isFound = wasCapable(situation);
  const composed = parts.filter(({ waitsFor }) => !isFound || waitsFor === undefined).map(({ model }) => model);
  const isNews = (selector: ResourceSelector) =>
    isOfAll(selector) ? fetchedObjects(answer.request.requiredResources, selector) === undefined : !isFound;
  const lookedUp = Object.values(selectors).filter(isNews);
  const toAsk = (kinds: readonly Kind[]) => {
    const uncertain = kinds.filter((kind) => !seen.isCertain(kind));
    const byTitle = uncertain.map(({ apiVersion, kind }) => [kindTitle({ apiVersion, kind }), { apiVersion, kind }]);
    return Object.values(Object.fromEntries(byTitle) as Readonly<Record<string, Kind>>);
  };
  return { composed: toAsk(composed), all: toAsk([...composed, ...lookedUp]) };
}

/** Whether this release has found the cluster capable of the claim before. */
function wasCapable({ xr: { status }, input }: Situation): boolean {
  const capable = status.conditions?.find(({ type }) => type === 'PlatformCapable');
  return capable?.status === 'True' && status.platformVersion === input.platformVersion;
}

/** The selectors that may be required now. Crossplane gives up on a claim that requires an object of a kind that the cluster lacks. */
function openSelectors(selectors: Selectors, asked: readonly Kind[], isOpen: (kind: Kind) => boolean): Selectors {
  const open = Object.entries(selectors).filter(([, one]) => isOpen(one) || !asked.some((kind) => isSame(kind, one)));
  return Object.fromEntries(open);
}

/**
 * Asks for schemas until objects of these kinds are looked up. From then on, the pipeline's context has what was learnt: Crossplane fetches
 * everything that is required once more for each call (core v2.4.0 internal/xfn/required_resources.go, RunFunction).
 */
function ask(kinds: readonly Kind[], open: Selectors, seen: KindsSeen): AskedKinds {
  const looksUp = Object.values(open).some((selector) => kinds.some((kind) => isSame(kind, selector)));
  if (!looksUp) return askOnly(kinds, seen.learnt, seen);
  const known = kinds.filter((kind) => seen.of(kind) !== 'unknown');
  const news = Object.fromEntries(known.map((kind) => [kindTitle(kind), seen.of(kind) === 'served']));
  return askOnly(kinds, { ...seen.learnt, ...news }, seen);
}

function askOnly(kinds: readonly Kind[], learnt: Learnt, seen: KindsSeen): AskedKinds {
  const open = kinds.filter((kind) => !Object.hasOwn(learnt, kindTitle(kind)));
  return {
    schemas: Object.fromEntries(open.map((kind) => [kindTitle(kind), { ...kind }])),
    learnt,
    isUnknown: kinds.some((kind) => seen.of(kind) === 'unknown'),
  };
}

const isSame = (one: Kind, other: Kind) => one.apiVersion === other.apiVersion && one.kind === other.kind;
