import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/real/*.test.ts'],
    reporters: ['default', './test/closing-line.ts'],
    // The test files share the machine's ports, its hosts file and its two cores.
    fileParallelism: false,
    // Limits for what hangs: within them, each wait has its own limit and says what it waited for.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    teardownTimeout: 60_000,
  },
});
