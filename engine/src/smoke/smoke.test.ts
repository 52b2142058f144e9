/** Smoke claims against a played kubectl: what passes, what fails, and that everything is removed again. */
import { describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import type { Answer, Kubectl } from '../install/kubectl.ts';
import { apis } from '../testing/widget.ts';
import { type Claim, smokeClaims } from './claims.ts';
import { isReady, lackOf, secretVerdict } from './judge-claim.ts';
import type { Opened } from './open.ts';
import { smoke } from './smoke.ts';

const offer = { name: 'toys', group: 'toys.example.org', apis };
const place = { namespace: 'try', name: 'smoke' };
const served = new Set(Object.values(apis).map(({ plural }) => `${plural}.toys.example.org`));
const { claims } = smokeClaims(offer, served, place, []);
const base64 = (text: string) => Buffer.from(text).toString('base64');
const { secret } = apis.widget;
const secretData = Object.fromEntries(Object.keys(secret).map((key) => [key, base64(`of ${key}`)]));

interface Played {
  /** The claim's status, at each look after the other. */
  readonly statuses?: readonly object[];
  readonly secret?: Readonly<Record<string, string>> | undefined;
  /** How often the API server refuses the deletion. */
  readonly refusals?: number;
  readonly stays?: boolean;
  readonly refused?: string;
  readonly namespace?: string;
  /** What opening its server shows. @default its Secret names none */
  readonly opened?: Opened;
}

/** As kubectl prints it. */
const object = (kind: string, name: string) => ({ apiVersion: 'v1', kind, metadata: { name, generation: 1 } });
const ready = {
  platformVersion: '1.2.3',
  connectionSecretRef: { name: 'smoke-widget' },
  conditions: ['Ready', 'Synced'].map((type) => ({ type, status: 'True', observedGeneration: 1 })),
};
const unready = {
  conditions: [
    { type: 'Synced', status: 'True' },
    { type: 'Ready', status: 'False', reason: 'Creating', message: 'the gear is missing' },
  ],
};

/** A cluster with one kind. The calls are kept. */
function played({
  statuses = [ready],
  secret: data = secretData,
  refusals = 0,
  stays = false,
  refused,
  namespace,
}: Played) {
  const calls: string[] = [];
  let [looks, deletions, isThere] = [0, 0, false];
  const fine = (stdout = ''): Answer => ({ code: 0, stdout, stderr: '' });
  const no = (stderr: string): Answer => ({ code: 1, stdout: '', stderr });
  const answers: readonly (readonly [RegExp, () => Answer])[] = [
    [/^create namespace/, () => (namespace === undefined ? fine() : no(namespace))],
    [
      /^create -f/,
      () => {
        isThere = refused === undefined;
        return refused === undefined ? fine() : no(refused);
      },
    ],
    [
      /^get secret/,
      () =>
        data === undefined
          ? no('Error from server (NotFound): secrets "x" not found')
          : fine(JSON.stringify({ ...object('Secret', 'smoke-widget'), data })),
    ],
    [
      /^get widgets/,
      () => {
        const status = statuses[Math.min(looks++, statuses.length - 1)];
        return fine(isThere ? JSON.stringify({ ...object('Widget', 'smoke'), status }) : '');
      },
    ],
    [
      /^delete widgets/,
      () => {
        if (deletions++ < refusals) return no('Error from server (Forbidden): it retains its data');
        isThere = stays;
        return fine();
      },
    ],
    [/^delete namespace/, () => fine()],
  ];
  const kubectl: Kubectl = async (args) => {
    const line = args.join(' ');
    calls.push(line);
    const [, answer] = answers.find(([pattern]) => pattern.test(line)) ?? [];
    if (answer === undefined) throw new Error(`nobody plays ${line}`);
    return answer();
  };
  return { kubectl, calls };
}

async function tried(play: Played, looks = 5, signal = new AbortController().signal) {
  const { kubectl, calls } = played(play);
  let clock = 0;
  const patience = { milliseconds: looks, now: () => clock, pause: async () => void (clock += 1), signal };
  const results = await smoke({ kubectl, open: async () => play.opened, place, patience }, claims);
  return { results, calls };
}

describe('a smoke claim', () => {
  it('is the smallest of its API, and is gone afterwards with its namespace', async () => {
    const { results, calls } = await tried({ statuses: [unready, unready, ready] });
    expect(results).toEqual([
      {
        kind: 'Widget',
        result: 'passed',
        version: '1.2.3',
        says: expect.stringMatching(/^Ready; the Secret smoke-widget has /),
      },
    ]);
    expect(calls[0]).toBe('create namespace try');
    expect(calls.at(-1)).toBe('delete namespace try --wait=false');
    expect(calls.filter((line) => line.startsWith('delete widgets'))).toEqual([
      'delete widgets.toys.example.org smoke -n try --ignore-not-found --wait=false',
    ]);
  });

  it.each<{ reason: string; play: Played; says: RegExp; isLeft?: boolean }>([
    {
      reason: 'is refused',
      play: { refused: 'Error from server (Forbidden): no quota' },
      says: /^it is refused: no quota$/,
    },
    {
      reason: 'is never Ready',
      play: { statuses: [unready] },
      says: /not Ready in time: Ready=False Creating the gear is missing/,
    },
    { reason: 'says nothing', play: { statuses: [{}] }, says: /it says nothing/ },
    { reason: 'has no Secret that can be read', play: { secret: {} }, says: /has none of the keys/ },
    {
      reason: 'has a Secret with an empty value',
      play: { secret: Object.fromEntries(Object.keys(secret).map((key) => [key, ''])) },
      says: /has no value for/,
    },
    {
      reason: 'has a server that refuses its user',
      play: { opened: { passed: false, says: 'db:5432 does not let app in: no' } },
      says: /^Ready; the Secret .*; db:5432 does not let app in: no$/,
    },
    { reason: 'never goes', play: { stays: true }, says: /not removed in time \(try\/smoke\)/, isLeft: true },
    { reason: 'may not be deleted', play: { refusals: 99 }, says: /not removed: it retains its data/, isLeft: true },
  ])('fails if it $reason', async ({ play, says, isLeft = false }) => {
    const { results, calls } = await tried(play);
    expect(results).toEqual([
      expect.objectContaining({ kind: 'Widget', result: 'failed', says: expect.stringMatching(says) }),
    ]);
    expect(calls.includes('delete namespace try --wait=false')).toBe(!isLeft);
  });

  it('is deleted again and again until a policy lets it go', async () => {
    const { results } = await tried({ refusals: 3 });
    expect(results).toMatchObject([{ result: 'passed' }]);
  });

  it('is removed with its namespace also if the cluster fails to show it once', async () => {
    const { kubectl: fine, calls } = played({});
    let [isDeleted, failures] = [false, 0];
    const kubectl: Kubectl = async (args) => {
      const answer = await fine(args);
      if (isDeleted && args[0] === 'get' && failures++ === 0) return { code: 1, stdout: '', stderr: 'no leader' };
      isDeleted ||= args[0] === 'delete';
      return answer;
    };
    let clock = 0;
    const { signal } = new AbortController();
    const patience = { milliseconds: 5, now: () => clock, pause: async () => void (clock += 1), signal };
    const results = await smoke({ kubectl, open: async () => undefined, place, patience }, claims);
    expect(results).toMatchObject([{ result: 'passed' }]);
    expect(calls.at(-1)).toBe('delete namespace try --wait=false');
  });

  it('is removed also if somebody interrupts the waiting', async () => {
    const { results, calls } = await tried({ statuses: [unready] }, 1000, AbortSignal.abort());
    expect(results).toMatchObject([{ result: 'failed' }]);
    expect(calls.at(-1)).toBe('delete namespace try --wait=false');
  });

  it('is not made in a namespace that exists', async () => {
    const namespace = 'Error from server (AlreadyExists): namespaces "try" already exists';
    const failed = tried({ namespace });
    await expect(failed).rejects.toThrow(UserError);
    await expect(failed).rejects.toThrow('namespaces "try" already exists');
  });
});

describe('the claims', () => {
  const given: Claim = {
    apiVersion: 'toys.example.org/v1alpha1',
    kind: 'Widget',
    metadata: { name: 'big', namespace: 'team-a', labels: {} },
    spec: { size: 'large' },
  };

  it('are those that somebody gives, under the name and in the namespace of the trial', () => {
    const [own] = smokeClaims(offer, served, place, [given]).claims;
    expect(own?.claim).toMatchObject({ metadata: { name: 'smoke', namespace: 'try' }, spec: { size: 'large' } });
  });

  it('are only of kinds that the cluster serves', () => {
    const { claims: none, untried } = smokeClaims(offer, new Set(), place, [given]);
    expect(none).toEqual([]);
    expect(untried.map(({ says }) => says)).toEqual(['the cluster does not serve widgets.toys.example.org']);
  });
});

it('a claim is not ready by what was seen of its last generation', () => {
  const conditions = ready.conditions;
  expect(isReady({ metadata: { generation: 1 }, status: { conditions } })).toBe(true);
  expect(isReady({ metadata: { generation: 2 }, status: { conditions } })).toBe(false);
  expect(isReady({ metadata: {}, status: { conditions: conditions.slice(1) } })).toBe(false);
  expect(isReady({ metadata: {} })).toBe(false);
  expect(lackOf({ metadata: {}, status: { conditions: [{ type: 'Synced', status: 'Unknown' }] } })).toBe(
    'Synced=Unknown',
  );
});

it('a Secret may lack a key that the target does not have, and says so', () => {
  expect(secretVerdict({ secret: { a: '', b: '' } }, 's', { a: 'eA==', other: '' })).toEqual({
    passed: true,
    says: 'the Secret s has a, not b',
  });
});
