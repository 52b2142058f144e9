import { describe, expect, it } from 'vitest';
import { type AnyFunctions, composed, functionsOf, main, none, perItem, ready } from '../../authoring/index.ts';
import { perTarget, platform, UserError } from '../../index.ts';
import { apis, decide, environment, Gear, Login, Shelf, Sticker, widgetPlanner } from '../../testing/widget.ts';
import type { Finding } from '../finding.ts';
import { compareReleases } from './compare-releases.ts';
import { compareSettled } from './compare-settled.ts';
import type { KnownFields } from './object-difference.ts';
import { behaviourRules } from './rules.ts';
import { settler } from './settle.ts';

const { target } = functionsOf({ environment });
const record = { decide };
const ignores = { 'spec.size': 'a toy has one size' };
const secret = { host: 'here', port: '1', username: 'turner', password: 'squeaky' };
type Parts = Readonly<Record<string, object>>;

/** The changes of one release in what it makes of a Widget. */
interface Edits {
  readonly version?: string;
  readonly composes?: Parts;
  /** The kind under the key `gear`. */
  readonly gear?: typeof Gear;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec?: object;
  readonly text?: string;
  readonly secret?: object;
  readonly status?: object;
  /** Looks at the gear that exists, and returns its teeth. */
  readonly teeth?: (before: number | undefined) => number;
}

const always = { shelf: Shelf({ spec: { load: 10 } }), rack: none('old'), login: none('old') };

/** A release of the toy platform: a gear, a shelf and stickers, with these changes. */
function release({ version = '1.0.0', gear: kind = Gear, text = '', ...edits }: Edits = {}) {
  const resources = { gear: main(kind), shelf: Shelf, rack: Shelf, login: Login, sticker: perItem(Sticker) };
  const local = target(
    widgetPlanner,
    { ignores, resources, record },
    ({ plan: { stickers }, record: own, observed }) => ({
      resources: {
        ...always,
        gear: kind({
          metadata: { annotations: { release: `of ${version}`, ...edits.annotations } },
          spec: { ...own, ...(edits.teeth && { teeth: edits.teeth(observed.gear?.spec.teeth) }), ...edits.spec },
        }),
        sticker: Object.fromEntries(
          Object.entries(stickers).map(([name, own]) => [name, Sticker({ spec: { text: own + text } })]),
        ),
        ...edits.composes,
      },
      secret: { ...secret, ...edits.secret },
      status: { endpoint: 'here:1', ...edits.status },
    }),
  );
  return platformOf(version, local);
}

function platformOf(version: string, local: AnyFunctions[string]['targets'][string]) {
  return platform({
    name: 'toys',
    group: 'toys.example.org',
    registry: 'registry.example.org/toys',
    crossplane: '>=v2.4.0',
    version,
    apis,
    compositions: async () => ({ compositions: {} }),
    functions: async () =>
      ({ functions: { widget: { planner: widgetPlanner, targets: { local, cloud: local } } } }) as never,
    packages: perTarget('toys', ['local']),
  });
}

const config = (data: object) => ({
  apiVersion: 'apiextensions.crossplane.io/v1beta1',
  kind: 'EnvironmentConfig',
  metadata: { name: 'toys' },
  data: { name: 'local', version: '1', ...data },
});
const widget = (name: string, spec: object) => ({
  apiVersion: 'toys.example.org/v1alpha1',
  kind: 'Widget',
  metadata: { name, namespace: 'team-a' },
  spec,
});
const claims = [
  widget('big', { stickers: { red: 'Red', blue: 'Blue' } }),
  widget('tall', { stickers: { red: 'Red' } }),
];

/** The findings between two releases over both claims, and over one target and environment. */
async function between(
  old: ReturnType<typeof release>,
  now: ReturnType<typeof release>,
  { data = {}, ...known }: Partial<KnownFields> & { readonly data?: object } = {},
): Promise<Finding[]> {
  const before = await settler(old, { environments: { local: config({}) } });
  const after = await settler(now, { environments: { local: config(data) } });
  const cells = claims.map((claim) => ({ claim, target: 'local', environment: 'local' }));
  const settled = cells.map((cell) => before(cell));
  return compareSettled(
    settled,
    cells.map((cell, index) => after(cell, settled[index]?.outcome)),
    (_, kind) => ({ immutable: [], growing: [], sizing: [], ...(kind === 'Gear' && known) }),
  );
}

const line = ({ rule, place, claims: hit, message }: Finding) => `${rule} ${place} [${hit.join(' ')}] ${message}`;
const both = '[team-a/big team-a/tall]';
const external = 'crossplane.io/external-name';

describe('two releases', () => {
  it.each<{ reason: string; old?: Edits; now: Edits; known?: Partial<KnownFields>; data?: object; says: string[] }>([
    { reason: 'nothing changed', now: {}, says: [] },
    { reason: 'a label has the version of the release', now: { version: '1.1.0' }, says: [] },
    {
      reason: 'a value of an object changes',
      now: { composes: { shelf: Shelf({ spec: { load: 20 } }) } },
      says: [
        `object-changed Widget on local: shelf ${both} spec.load of Shelf changes from 10 to 20 (team-a/big in local)`,
      ],
    },
    {
      reason: 'a value of every item changes, which is one finding',
      now: { text: '!' },
      says: [
        `object-changed Widget on local: sticker.* ${both} spec.text of Sticker changes from "Blue" to "Blue!" (team-a/big in local)`,
      ],
    },
    {
      reason: 'a long value changes far from its beginning',
      old: { spec: { region: `${'x'.repeat(100)} here and ${'y'.repeat(100)}` } },
      now: { spec: { region: `${'x'.repeat(100)} there` } },
      says: [
        `object-changed Widget on local: gear ${both} spec.region of Gear changes from …${'x'.repeat(19)} here and ${'y'.repeat(31)}… to …${'x'.repeat(19)} there" (team-a/big in local)`,
      ],
    },
    {
      reason: 'a key is renamed',
      now: { composes: { shelf: none('renamed'), rack: Shelf({ spec: { load: 10 } }) } },
      says: [
        `second-object Widget on local: shelf ${both} Shelf is deleted, and another one is made under the key rack, unless the target says moved('shelf', 'rack') (team-a/big in local)`,
      ],
    },
    {
      reason: 'the external name changes',
      old: { annotations: { [external]: 'a' } },
      now: { annotations: { [external]: 'b' } },
      says: [
        `second-object Widget on local: gear ${both} metadata.annotations["${external}"] of Gear changes from "a" to "b", so another one is made (team-a/big in local)`,
      ],
    },
    {
      reason: 'the external name is written that the provider gave',
      now: { annotations: { [external]: 'big-widget' } },
      says: [
        `second-object Widget on local: gear [team-a/tall] metadata.annotations["${external}"] of Gear is set to "big-widget", so another one is made (team-a/tall in local)`,
        `object-changed Widget on local: gear [team-a/big] metadata.annotations["${external}"] of Gear is set to "big-widget" (team-a/big in local)`,
      ],
    },
    {
      reason: 'an object is left out',
      now: { composes: { shelf: none('it stands on the floor') } },
      says: [`object-deleted Widget on local: shelf ${both} Shelf is deleted (team-a/big in local)`],
    },
    {
      reason: 'an object is left out whose policies keep the external resource',
      old: { composes: { shelf: Shelf({ spec: { load: 1, managementPolicies: ['Observe', 'Create'] } as never }) } },
      now: { composes: { shelf: none('it stands on the floor') } },
      says: [
        `object-orphaned Widget on local: shelf ${both} Shelf is deleted, and its policies keep the external resource (team-a/big in local)`,
      ],
    },
    {
      reason: 'an object waits for nothing, and is new',
      now: { composes: { login: Login({ spec: { gear: 'any' } }) } },
      says: [`object-added Widget on local: login ${both} Login is added (team-a/big in local)`],
    },
    {
      reason: 'an immutable field changes',
      now: { spec: { region: 'here' } },
      known: { immutable: ['spec.region'] },
      says: [
        `object-refused Widget on local: gear ${both} spec.region of Gear is set to "here", which its owner refuses for ever (team-a/big in local)`,
      ],
    },
    {
      reason: 'a field below an immutable one changes',
      old: { spec: { material: { alloy: 'iron' } } },
      now: { spec: { material: { alloy: 'brass' } } },
      known: { immutable: ['spec.material'] },
      says: [
        `object-refused Widget on local: gear ${both} spec.material.alloy of Gear changes from "iron" to "brass", which its owner refuses for ever (team-a/big in local)`,
      ],
    },
    {
      reason: 'a field shrinks that can only grow',
      old: { spec: { disk: '10Gi' } },
      now: { spec: { disk: '9Gi' } },
      known: { growing: ['spec.disk'], sizing: ['spec.disk'] },
      says: [
        `object-refused Widget on local: gear ${both} spec.disk of Gear changes from "10Gi" to "9Gi", which its owner refuses for ever (team-a/big in local)`,
      ],
    },
    {
      reason: 'it grows, and is a size',
      old: { spec: { disk: '10Gi' } },
      now: { spec: { disk: '0.1Ti' } },
      known: { growing: ['spec.disk'], sizing: ['spec.disk'] },
      says: [
        `object-resized Widget on local: gear ${both} spec.disk of Gear changes from "10Gi" to "0.1Ti" (team-a/big in local)`,
      ],
    },
    {
      reason: 'a field below a size changes',
      old: { spec: { resources: { memory: '1Gi' } } },
      now: { spec: { resources: { memory: '512Mi' } } },
      known: { sizing: ['spec.resources'] },
      says: [
        `object-resized Widget on local: gear ${both} spec.resources.memory of Gear changes from "1Gi" to "512Mi" (team-a/big in local)`,
      ],
    },
    {
      reason: 'a managed resource goes, which its provider could leave alone',
      old: { composes: { rack: Shelf({ spec: { load: 1, forProvider: {} } } as never) } },
      now: {},
      says: [
        `object-deleted Widget on local: rack ${both} Shelf is deleted, unless the target says released('rack') (team-a/big in local)`,
      ],
    },
    {
      reason: 'what a deletion does changes',
      old: { spec: { deletionPolicy: 'Orphan' } },
      now: { spec: { deletionPolicy: 'Delete' } },
      says: [
        `deletion-changed Widget on local: gear ${both} spec.deletionPolicy of Gear changes from "Orphan" to "Delete" (team-a/big in local)`,
      ],
    },
    {
      reason: 'an object is ready by another condition than those that its owner reports',
      now: { gear: composed(Gear, { ready: ready.condition('Turning'), nameLimit: 50 }) },
      says: [
        `readiness-lost Widget on local: gear ${both} it is not ready any more with the conditions by which it was (team-a/big in local)`,
      ],
    },
    {
      reason: 'a Secret loses a key',
      now: { secret: { password: none('it has none') } },
      says: [
        `claim-secret-key-removed Widget on local: connection-secret ${both} the Secret loses the key password (team-a/big in local)`,
      ],
    },
    {
      reason: 'a Secret gets a key',
      old: { secret: { password: none('it has none') } },
      now: {},
      says: [
        `claim-secret-key-added Widget on local: connection-secret ${both} the Secret gets the key password (team-a/big in local)`,
      ],
    },
    {
      reason: 'the value of a Secret changes, which nobody prints',
      now: { secret: { host: 'there' } },
      says: [
        `object-changed Widget on local: connection-secret ${both} data.host of Secret changes (team-a/big in local)`,
      ],
    },
    {
      reason: 'the status loses a field',
      now: { status: { endpoint: undefined } },
      says: [`status-field-lost Widget on local ${both} status.endpoint is lost (team-a/big in local)`],
    },
    {
      reason: 'a limit of the environment is exceeded',
      now: {},
      data: { maxTeeth: 5 },
      says: [
        `claim-refused Widget on local ${both} a claim that was served is refused: spec.teeth: at most 5 teeth are allowed here (10 stays in use); change it in the claim, or ask the platform team (team-a/big in local)`,
      ],
    },
    {
      reason: 'the environment lacks a fact',
      now: {},
      data: { version: 7 },
      says: [
        `claim-failed Widget on local ${both} the function fails for a claim that it served: EnvironmentConfig toys lacks facts that Widget needs: data.version: Invalid value: "integer": data.version in body must be of type string: "integer"; the platform team must complete it (team-a/big in local)`,
      ],
    },
    {
      reason: 'the function throws for what exists',
      now: {
        teeth: (before) => {
          if (before !== undefined) throw new TypeError('no teeth');
          return 10;
        },
      },
      says: [
        `claim-failed Widget on local ${both} the function fails for a claim that it served: The function failed: no teeth (team-a/big in local)`,
      ],
    },
    {
      reason: 'the function throws for what it has changed itself, so the change stays',
      now: {
        teeth: (before) => {
          if (before === 7) throw new TypeError('no teeth');
          return 7;
        },
      },
      says: [
        `claim-failed Widget on local ${both} the function fails for a claim that it served: The function failed: no teeth (team-a/big in local)`,
        `object-changed Widget on local: gear ${both} spec.teeth of Gear changes from 10 to 7 (team-a/big in local)`,
      ],
    },
    {
      reason: 'every pass changes something',
      now: { teeth: (before = 0) => before + 1 },
      says: [
        `claim-not-settled Widget on local ${both} a claim never comes to rest: after 12 passes each still changes gear (team-a/big in local)`,
      ],
    },
    {
      reason: 'a claim is served that was refused',
      old: {
        teeth: () => {
          throw new UserError('no teeth');
        },
      },
      now: {},
      says: [`claim-accepted Widget on local ${both} a claim that was refused is served (team-a/big in local)`],
    },
  ])('are compared: $reason', async ({ old = {}, now, known = {}, data = {}, says }) => {
    const findings = await between(release(old), release(now), { ...known, data });
    expect(findings.map(line)).toEqual(says);
  });
});

describe('a claim that is made anew', () => {
  it.each<{ reason: string; old: Edits; now: Edits; anew?: boolean; known?: Partial<KnownFields>; says: string[] }>([
    {
      reason: 'it gets a value that existing ones do not',
      old: { teeth: (before = 10) => before },
      now: { teeth: (before = 12) => before },
      says: [
        `new-claim-differs Widget on local: gear ${both} spec.teeth of Gear changes from 10 to 12 for claims that are made anew (team-a/big in local)`,
      ],
    },
    {
      reason: 'it gets one that no owner would change',
      old: { teeth: (before = 10) => before },
      now: { teeth: (before = 12) => before },
      known: { immutable: ['spec.teeth'] },
      says: [
        `new-claim-differs Widget on local: gear ${both} spec.teeth of Gear changes from 10 to 12 for claims that are made anew (team-a/big in local)`,
      ],
    },
    {
      reason: 'nobody asks for it, as in a plan',
      old: { teeth: (before = 10) => before },
      now: { teeth: (before = 12) => before },
      anew: false,
      says: [],
    },
    {
      reason: 'existing ones change, too',
      old: {},
      now: { teeth: () => 7 },
      says: [
        `object-changed Widget on local: gear ${both} spec.teeth of Gear changes from 10 to 7 (team-a/big in local)`,
      ],
    },
    {
      reason: 'it is refused, and existing ones are not',
      old: {},
      now: {
        teeth: (before) => {
          if (before === undefined) throw new UserError('no new toys');
          return before;
        },
      },
      says: [
        `new-claim-refused Widget on local ${both} a claim that is made anew is refused: no new toys (team-a/big in local)`,
      ],
    },
    { reason: 'nothing changes', old: {}, now: {}, says: [] },
  ])('is compared with those that exist: $reason', async ({ old, now, anew = true, known = {}, says }) => {
    const environments = { local: config({}) };
    const [before, after] = [
      await settler(release(old), { environments }),
      await settler(release(now), { environments }),
    ];
    const cells = claims.map((claim) => ({ claim, target: 'local', environment: 'local' }));
    const fieldsOf = () => ({ immutable: [], growing: [], sizing: [], ...known });
    const findings = await compareReleases({ cells, before, after, fieldsOf, isAnewToo: anew });
    expect(findings.map(line)).toEqual(says);
  });
});

describe('the findings', () => {
  it('have the same fingerprints with other values and fewer claims', async () => {
    const shelf = (load: number) => release({ composes: { shelf: Shelf({ spec: { load } }) } });
    const [one, other] = [await between(release(), shelf(20)), await between(shelf(1), shelf(30))];
    expect(one.map(({ fingerprint }) => fingerprint)).toEqual(other.map(({ fingerprint }) => fingerprint));
  });

  it('are of rules with an id of their own', () => {
    const ids = behaviourRules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => /^[a-z]+(-[a-z]+)*$/.test(id))).toBe(true);
  });
});
