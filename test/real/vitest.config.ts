import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/real/*.test.ts'],
    reporters: ['default', './test/closing-line.ts'],
    // The test files share the machine's ports, its hosts file and its two cores.
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    teardownTimeout: 60_000,
  },
});
