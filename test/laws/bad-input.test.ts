/** Faults around a claim, on every target of every API: one condition explains the fault, and no existing resource is lost. */
import type { AnyFunctions } from 'planesmith/authoring';
import { describe, expect, test } from 'vitest';
import { functions } from '../../functions/index.ts';
import {
  type Cell,
  cells,
  conditionOf,
  exampleSpec,
  facts,
  type Loose,
  readyClaim,
  usualEnvironment,
} from '../fixtures.ts';
import { PlayedClaim } from '../played/claim.ts';

const factsOf = (target: string) => facts(usualEnvironment(target));

/** The example claim of an API, once it is ready, and the desired state of its resources. */
function ready({ key, kind, target }: Cell): { claim: PlayedClaim; before: string } {
  const claim = readyClaim({ kind, target, environment: factsOf(target), spec: exampleSpec(key) });
  return { claim, before: specsOf(claim) };
}

/** The desired state of all existing resources. */
function specsOf({ objects }: PlayedClaim): string {
  return JSON.stringify([...objects].map(([key, { status: _, ...desired }]) => [key, desired]).toSorted());
}

/** The sections of the environment that a cell needs. */
function needsOf({ key, target }: Cell): readonly string[] {
  const { planner, targets } = (functions as AnyFunctions)[key]!;
  return [...planner.sections, ...(targets[target]?.sections.needed ?? [])];
}

function without(from: Loose, section: string): Loose {
  const [head = '', ...rest] = section.split('.');
  const { [head]: inner, ...others } = from;
  return rest.length === 0 ? others : { ...others, [head]: without(inner as Loose, rest.join('.')) };
}

describe.each(cells)('$kind on $target', (cell) => {
  const { kind, target } = cell;

  test.each(needsOf(cell))(
    'reports that the environment lacks %s, and that the platform team must add it',
    (section) => {
      const { claim, before } = ready(cell);
      claim.environment = without(claim.environment, section);
      claim.reconcile();
      expect(specsOf(claim)).toBe(before);
      const { results } = claim.ask();
      // If a rule of the schema requires the section, the message is the rule's.
      const absent = `has no .*data\\.${section}.*, which ${kind} needs on target ${target}; the platform team must add it`;
      const ruled = `lacks facts that ${kind} needs: .*data\\.${section}: Required value: .*; the platform team must complete it`;
      expect(results[0]?.message).toMatch(new RegExp(`^EnvironmentConfig platform (${absent}|${ruled})$`));
      expect(conditionOf(claim, 'PlatformCapable')?.message).toBe(results[0]?.message);
    },
  );

  test('names the part that is stuck, quotes its reason, and keeps all resources', () => {
    const { claim, before } = ready(cell);
    for (const key of Array.from(claim.objects.keys())) {
      claim.play(key, 'failing');
      const conditions = JSON.stringify(claim.objects.get(key)?.['status'] ?? {});
      claim.reconcile();
      expect(specsOf(claim)).toBe(before);
      if (conditions.includes('the quota of the account is used up')) {
        const condition = conditionOf(claim, 'Provisioned');
        expect(condition?.reason, key).toBe('NotReady');
        expect(condition?.message, key).toMatch(
          new RegExp(`^${kind} orders is not ready: .*${key} .*the quota of the account is used up.*the platform team`),
        );
      }
      claim.play(key, 'ready');
    }
  });

  test('names the object that the API server refuses, points to the events, and keeps all resources', () => {
    const { claim, before } = ready(cell);
    for (const key of Array.from(claim.objects.keys())) {
      claim.rejects = key;
      claim.reconcile();
      const condition = conditionOf(claim, 'Provisioned');
      expect(condition?.reason, key).toBe('Rejected');
      expect(condition?.message, key).toContain(`The API server refuses ${key}: the events of ${kind} orders tell why`);
      expect(specsOf(claim)).toBe(before);
    }
    claim.rejects = undefined;
    claim.reconcile();
    expect(conditionOf(claim, 'Provisioned')?.reason).toBe('Available');
  });

  test('keeps all resources while core may not look anything up, and names the missing right in the requirement', () => {
    const { claim, before } = ready(cell);
    claim.isBlind = true;
    const { results, requirements } = claim.reconcile();
    expect(results).toEqual([]);
    const right = '(if this lasts, the platform team must let Crossplane get, list and watch that kind)';
    for (const [name, selector] of Object.entries(requirements?.resources ?? {})) {
      const { apiVersion, kind: required, matchName, namespace } = selector;
      const one = [namespace, matchName].filter((part) => part !== undefined).join('/');
      const what = matchName === undefined ? `of ${apiVersion} in ${namespace}` : one;
      expect(name).toBe(`${required} ${what} ${right}`);
    }
    expect(specsOf(claim)).toBe(before);
  });

  test('reports an unknown target, and composes nothing', () => {
    const spec = exampleSpec(cell.key);
    const claim = new PlayedClaim({ kind, target: 'mainframe', environment: factsOf(target), spec });
    claim.reconcile();
    expect(claim.objects.size).toBe(0);
    expect(conditionOf(claim, 'Provisioned')?.message).toMatch(/mainframe/);
  });
});
