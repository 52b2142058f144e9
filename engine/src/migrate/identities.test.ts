/** The proof of a move: claims keep what they have, and what does not stay is named. */
import { describe, expect, it } from 'vitest';
import { type AnyFunctions, main, none, perItem } from '../authoring/index.ts';
import type { LiveStates } from '../compare/behaviour/live.ts';
import { settler } from '../compare/behaviour/settle.ts';
import { isState, type Settled, type SettledState } from '../compare/behaviour/settled.ts';
import { perTarget, platform } from '../index.ts';
import type { KubernetesObject } from '../render/index.ts';
import {
  apis,
  decide,
  functions,
  Gear,
  Login,
  Shelf,
  Sticker,
  stickers,
  target,
  widgetPlanner,
} from '../testing/widget.ts';
import { moveClaims } from './identities.ts';

/** What a name may be made of. */
interface Sources {
  readonly identity: string;
  readonly createdAt: string | undefined;
}

const secret = { host: 'here', port: '1', username: 'turner', password: 'squeaky' };

/** The toy platform, whose gears have annotations that are made of the claim. */
function platformWith(annotations: (sources: Sources) => Readonly<Record<string, string>>) {
  const local = target(
    widgetPlanner,
    {
      ignores: { 'spec.size': 'a toy has one size' },
      resources: { gear: main(Gear), shelf: Shelf, login: Login, sticker: perItem(Sticker) },
      record: { decide },
    },
    ({ claim: { createdAt }, plan, record }) => ({
      resources: {
        gear: Gear({
          metadata: { annotations: annotations({ identity: record.identity, createdAt }) },
          spec: record,
        }),
        shelf: Shelf({ spec: { load: 10 } }),
        login: none('a toy has no login'),
        sticker: stickers(plan.stickers),
      },
      secret,
      status: {},
    }),
  );
  return toys({ widget: { planner: widgetPlanner, targets: { local, cloud: local } } });
}

function toys(functions: AnyFunctions) {
  return platform({
    name: 'toys',
    group: 'toys.example.org',
    registry: 'registry.example.org/toys',
    crossplane: '>=v2.4.0',
    version: '1.0.0',
    apis,
    compositions: async () => ({ compositions: {} }),
    functions: async () => ({ functions }) as never,
    packages: perTarget('toys', ['local']),
  });
}

const claim = {
  apiVersion: 'toys.example.org/v1alpha1',
  kind: 'Widget',
  metadata: { name: 'big', namespace: 'team-a' },
  spec: { stickers: { red: 'Red' } },
};
const config = {
  apiVersion: 'apiextensions.crossplane.io/v1beta1',
  kind: 'EnvironmentConfig',
  metadata: { name: 'toys' },
  data: { name: 'local', version: '1' },
};
const external = 'crossplane.io/external-name';

async function move(
  annotations: (sources: Sources) => Readonly<Record<string, string>>,
  { xr = claim, live }: { readonly xr?: typeof claim; readonly live?: LiveStates } = {},
) {
  const moved = { claim, xr, target: 'local' };
  const cluster = { environment: ['local', config] as const, live };
  const { findings, ...rest } = await moveClaims(platformWith(annotations), [moved], cluster);
  return { findings: findings.map(({ rule, place, message }) => `${rule} ${place}: ${message}`), ...rest };
}

describe('a claim that becomes a namespaced XR', () => {
  it('keeps every object whose name is made of the claim and its record', async () => {
    const { findings, objects, unproven } = await move(({ identity }) => ({ [external]: identity }));
    expect({ findings, objects, unproven }).toEqual({ findings: [], objects: 4, unproven: [] });
  });

  it('gets a second object if a name is made of the time of birth, and nobody records it', async () => {
    const { findings } = await move(({ createdAt }) => ({ [external]: `gear-${createdAt}` }));
    expect(findings).toEqual([
      expect.stringMatching(
        /^second-object Widget on local: gear: metadata\.annotations\["crossplane\.io\/external-name"\] of Gear changes from "gear-2024-01-01/,
      ),
    ]);
  });

  it('shows what another spec would change', async () => {
    const { findings } = await move(() => ({}), { xr: { ...claim, spec: { stickers: { red: 'Blue' } } } });
    expect(findings).toEqual([expect.stringMatching(/^object-changed .* spec\.text of Sticker changes/)]);
  });

  it('is held against what the cluster has', async () => {
    const own = { 'crossplane.io/composition-resource-name': 'gear' };
    const gear = {
      apiVersion: 'toys.example.org/v1',
      kind: 'Gear',
      metadata: { name: 'other-name', namespace: 'team-a', annotations: own },
      spec: { version: '1', teeth: 10 },
    };
    const xr = { ...claim, kind: 'XWidget', metadata: { name: 'big-x7f2k', uid: 'u-1' } };
    const { findings, objects } = await move(() => ({}), { live: () => ({ xr, composed: [gear], unready: [] }) });
    expect(objects).toBe(1);
    expect(findings).toContainEqual(expect.stringMatching(/^second-object .*metadata\.name of Gear changes/));
  });

  it('keeps in its status and in its Secret what only owners know', async () => {
    const surroundings = { environments: { local: config }, flavour: 'claims' } as const;
    const settle = await settler(toys(functions), surroundings);
    const cell = { claim, target: 'local', environment: 'local' };
    const login = { username: 'dHVybmVy', password: 'c3F1ZWFreQ==' };
    /** As its operator leaves the gear, with the login that it made. */
    const played = ({ outcome }: Settled): SettledState => {
      if (!isState(outcome)) throw new Error(outcome.refusal);
      const composed = outcome.composed.map((object): KubernetesObject => {
        if (object.kind === 'Secret') return { ...object, data: { ...Object(object['data']), ...login } };
        if (object.kind !== 'Gear') return object;
        const conditions = [{ type: 'Ready', status: 'True', observedGeneration: 3 }];
        const metadata = { ...object.metadata, generation: 3 };
        return { ...object, metadata, status: { address: '10.0.0.7', port: 80, conditions } };
      });
      return { ...outcome, composed };
    };
    const state = played(settle(cell, played(settle(cell))));
    expect(state.xr['status']).toMatchObject({ endpoint: '10.0.0.7:80' });
    const cluster = { environment: ['local', config] as const, live: () => state };
    const { findings, objects } = await moveClaims(toys(functions), [{ claim, xr: claim, target: 'local' }], cluster);
    expect({ findings, objects }).toEqual({ findings: [], objects: 3 });
  });

  it('is not proved if the platform refuses it as it is', async () => {
    const spec = { teeth: 0, stickers: { red: 'Red' } };
    const cluster = { environment: ['local', config] as const };
    const moved = { claim: { ...claim, spec }, xr: { ...claim, spec }, target: 'local' };
    const { unproven } = await moveClaims(
      platformWith(() => ({})),
      [moved],
      cluster,
    );
    expect(unproven).toEqual([expect.stringMatching(/^Widget team-a\/big is refused as it is: spec\.teeth: /)]);
  });
});
