import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loading } from './loading.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('gives up on files that do not load in a minute, whatever else keeps the process busy', async () => {
  const outcome = expect(loading('the functions', () => new Promise(() => undefined))).rejects.toThrow(
    'cannot load the functions: it is not loaded after 60 seconds',
  );
  await vi.advanceTimersByTimeAsync(60_000);
  await outcome;
});

it('waits for files that are slow', async () => {
  const slow = loading('the functions', () => new Promise((loaded) => setTimeout(() => loaded('them'), 59_000)));
  await vi.advanceTimersByTimeAsync(59_000);
  await expect(slow).resolves.toBe('them');
});
