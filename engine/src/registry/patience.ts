/** How long to wait for a registry, and how often to ask it again. */
import { setTimeout as pause } from 'node:timers/promises';
import { RegistryError } from './registry-error.ts';

/** All times are in milliseconds. */
export interface Patience {
  /** Until an answer begins. A request with a body has the time for its body besides. */
  readonly answer: number;
  /** Between two parts of an answer. */
  readonly silence: number;
  /** How often a request is sent at most. */
  readonly attempts: number;
  /** Before the second attempt; each further one waits twice as long. */
  readonly firstWait: number;
  /** Before any attempt, also if the registry asks for more. */
  readonly longestWait: number;
}

/** Five attempts within 15 seconds, or within 4 minutes if the registry asks for that much. */
export const usualPatience: Patience = {
  answer: 60_000,
  silence: 60_000,
  attempts: 5,
  firstWait: 1_000,
  longestWait: 60_000,
};

/** The slowest upload that is waited for, in bytes a millisecond. */
const slowest = 20;

/** The time that a request with a body of `bytes` has until its answer begins. */
export function answerTime({ answer }: Patience, bytes: number): number {
  return answer + bytes / slowest;
}

/** The wait before the next attempt, after `failures` of them. */
export function waitAfter(patience: Patience, failures: number, retryAfter?: number): number {
  return Math.min(Math.max(patience.firstWait * 2 ** (failures - 1), retryAfter ?? 0), patience.longestWait);
}

/** Counts failures, and waits after each; beyond the allowed attempts it throws the error instead, as it does for one that stays. */
export class Attempts {
  readonly #patience: Patience;
  #failures = 0;

  constructor(patience: Patience) {
    this.#patience = patience;
  }

  get isFirst(): boolean {
    return this.#failures === 0;
  }

  /** Returns after the wait for the next attempt. */
  async failed(error: unknown): Promise<void> {
    if (!(error instanceof RegistryError) || !error.passes) throw error;
    this.#failures += 1;
    if (this.#failures >= this.#patience.attempts) throw error;
    await pause(waitAfter(this.#patience, this.#failures, error.retryAfter));
  }

  /** Begins to count anew. */
  succeeded(): void {
    this.#failures = 0;
  }
}

/** The result of `attempt`, which is repeated while its error may pass. */
export async function persistently<T>(patience: Patience, attempt: () => Promise<T>): Promise<T> {
  const attempts = new Attempts(patience);
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      await attempts.failed(error);
    }
  }
}

/** The milliseconds in a `Retry-After` header, which has seconds or a date (RFC 9110, section 10.2.3). */
export function retryAfterOf(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(date - now, 0);
}
