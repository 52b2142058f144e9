/** The tables of docs/health.md, and the judgement in them: which verdicts are wrong. */
import { packageStates } from './packages.ts';
import type { Recorded, Row } from './recorded.ts';
import { states, type Truth } from './states.ts';

const saysReady = new Set(['Healthy', 'Current', 'met']);
const saysStopped = new Set(['Degraded', 'Failed', 'error']);

/** Whether a verdict is not true: ready what is not, or stopped what waits or is ready. */
export function isWrong(truth: Truth, verdict: string): boolean {
  if (saysReady.has(verdict)) return truth !== 'ready' && truth !== 'ready and paused';
  return saysStopped.has(verdict) && truth !== 'stopped';
}

/** The truth of a state of claims. */
export function truthOf(name: string): Truth {
  return known(states.find((state) => state.name === name)).truth;
}

function known<T>(state: T | undefined): T {
  if (state === undefined) throw new Error('a recorded state is gone: run `node test/real/health/asked.ts`');
  return state;
}

/** A verdict as a cell; a wrong one is bold. */
function cell(truth: Truth, verdict: string): string {
  return isWrong(truth, verdict) ? `**${verdict}**` : verdict;
}

/** The verdicts on claims: where the v1 claim has another one than the XR, the cell has both. */
export function claimTable({ claims }: Recorded): string {
  const names = [...new Set(claims.map(({ state }) => state))];
  const rows = names.map((name) => {
    const truth = truthOf(name);
    const ofState = claims.filter(({ state }) => state === name);
    const isClaimOnly = ofState.every(({ form }) => form === 'claim');
    const column = (of: (row: Row) => string) => {
      const [first = '', second = first] = ofState.map((row) => cell(truth, of(row)));
      return first === second ? first : `${first}; v1 claim: ${second}`;
    };
    return [
      isClaimOnly ? `${name} (v1 claims only)` : name,
      truth,
      column(({ argo }) => argo),
      column(({ flux }) => flux),
      column(({ wait }) => wait),
      column(({ kstatus }) => kstatus),
    ];
  });
  return markdown(['state', 'truth', 'Argo CD', 'Flux', '`kubectl wait`', 'kstatus'], rows);
}

/** The verdicts on packages: where kinds differ, the cell names them. */
export function packageTable({ packages }: Recorded): string {
  const rows = packageStates.map(({ name, truth }) => {
    const ofState = packages.filter(({ state }) => state === name);
    const column = (of: (row: (typeof packages)[number]) => string) => {
      const words = [...new Set(ofState.map(of))];
      if (words.length === 1) return cell(truth, words[0] ?? '');
      const kinds = (word: string) => ofState.filter((row) => of(row) === word).map(({ kind }) => kind);
      return words.map((word) => `${kinds(word).join(', ')}: ${cell(truth, word)}`).join('; ');
    };
    return [
      name,
      truth,
      column(({ bundled }) => bundled),
      column(({ argo }) => argo),
      column(({ flux }) => flux),
      column(({ kstatus }) => kstatus),
    ];
  });
  return markdown(['state', 'truth', "Argo CD's own script", 'Argo CD with ours', 'Flux', 'kstatus'], rows);
}

function markdown(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}
