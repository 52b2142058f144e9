/** Whatever is wrong around a claim, on every target of every API: one condition tells it in the claim's words, and nothing that exists is lost. */
import type { AnyFunctions } from 'planesmith/authoring';
import type { Json } from 'planesmith/schema';
import { describe, expect, test } from 'vitest';
import { functions } from '../../functions/index.ts';
import { example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import { environmentConfig } from '../cases/situation.ts';
import { PlayedClaim } from '../played/claim.ts';

type Loose = Record<string, unknown>;

const cells = Object.entries(platform.apis).flatMap(([key, api]) =>
  api.targets.map((target) => ({ key, target, kind: api.kind })),
);

function factsOf(target: string): Loose {
  return structuredClone(environmentConfig(target === 'local' ? 'local' : 'dev')['data']) as Loose;
}

/** The example claim of an API, once it is ready, and what there is of it. */
function settled({ key, kind, target }: (typeof cells)[number]): { claim: PlayedClaim; before: string } {
  const spec = example(`${key}.yaml`)['spec'] as Record<string, Json>;
  const claim = new PlayedClaim({ kind, target, environment: factsOf(target), spec });
  claim.settle();
  return { claim, before: specsOf(claim) };
}

/** What is desired of everything that there is. */
function specsOf({ objects }: PlayedClaim): string {
  return JSON.stringify([...objects].map(([key, { status: _, ...desired }]) => [key, desired]).toSorted());
}

const told = (claim: PlayedClaim, type: string) => claim.ask().conditions.find((each) => each.type === type);

/** The sections of the environment that a cell cannot do without. */
function needsOf({ key, target }: (typeof cells)[number]): readonly string[] {
  const { planner, targets } = (functions as AnyFunctions)[key]!;
  return [...planner.sections, ...(targets[target]?.sections.needed ?? [])];
}

function without(facts: Loose, section: string): Loose {
  const [head = '', ...rest] = section.split('.');
  const { [head]: inner, ...others } = facts;
  return rest.length === 0 ? others : { ...others, [head]: without(inner as Loose, rest.join('.')) };
}

describe.each(cells)('$kind on $target', (cell) => {
  const { kind, target } = cell;

  test.each(needsOf(cell))('says that the environment lacks %s, and who must add it', (section) => {
    const { claim, before } = settled(cell);
    claim.environment = without(claim.environment, section);
    claim.reconcile();
    expect(specsOf(claim)).toBe(before);
    const { results } = claim.ask();
    // A section that a rule asks for is missing in the rule's words.
    const absent = `has no .*data\\.${section}.*, which ${kind} needs on target ${target}; the platform team must add it`;
    const ruled = `lacks facts that ${kind} needs: .*data\\.${section}: Required value: .*; the platform team must complete it`;
    expect(results[0]?.message).toMatch(new RegExp(`^EnvironmentConfig platform (${absent}|${ruled})$`));
    expect(told(claim, 'PlatformCapable')?.message).toBe(results[0]?.message);
  });

  test('says which part is stuck and quotes why, and keeps all there is', () => {
    const { claim, before } = settled(cell);
    for (const key of Array.from(claim.objects.keys())) {
      claim.play(key, 'failing');
      const conditions = JSON.stringify(claim.objects.get(key)?.['status'] ?? {});
      claim.reconcile();
      expect(specsOf(claim)).toBe(before);
      if (conditions.includes('the quota of the account is used up')) {
        const condition = told(claim, 'Provisioned');
        expect(condition?.reason, key).toBe('NotReady');
        expect(condition?.message, key).toMatch(
          new RegExp(`^${kind} orders is not ready: .*${key} .*the quota of the account is used up.*the platform team`),
        );
      }
      claim.play(key, 'ready');
    }
  });

  test('says what the API server refuses and where it tells why, and keeps all there is', () => {
    const { claim, before } = settled(cell);
    for (const key of Array.from(claim.objects.keys())) {
      claim.rejects = key;
      claim.reconcile();
      const condition = told(claim, 'Provisioned');
      expect(condition?.reason, key).toBe('Rejected');
      expect(condition?.message, key).toContain(`The API server refuses ${key}: the events of ${kind} orders tell why`);
      expect(specsOf(claim)).toBe(before);
    }
    claim.rejects = undefined;
    claim.reconcile();
    expect(told(claim, 'Provisioned')?.reason).toBe('Available');
  });

  test('keeps all there is while core may look up nothing, and lets it say what and who acts', () => {
    const { claim, before } = settled(cell);
    claim.isBlind = true;
    const { results, requirements } = claim.reconcile();
    expect(results).toEqual([]);
    for (const [name, { kind: asked, matchName }] of Object.entries(requirements?.resources ?? {}))
      expect(name).toBe(
        `${asked} team-a/${matchName} (if this lasts, the platform team must let Crossplane get, list and watch that kind)`,
      );
    expect(specsOf(claim)).toBe(before);
  });

  test('says that a target which it does not have is none, and composes nothing', () => {
    const spec = example(`${cell.key}.yaml`)['spec'] as Record<string, Json>;
    const claim = new PlayedClaim({ kind, target: 'mainframe', environment: factsOf(target), spec });
    claim.reconcile();
    expect(claim.objects.size).toBe(0);
    expect(told(claim, 'Provisioned')?.message).toMatch(/mainframe/);
  });
});
