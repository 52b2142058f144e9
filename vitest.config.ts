import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['engine/src/**/*.test.ts', 'test/*.test.ts', 'functions/**/*.test.ts'],
    reporters: ['default', './test/closing-line.ts'],
    // No test leaves anything behind in its process: sharing one spares every file a new one.
    isolate: false,
    testTimeout: 60_000,
  },
});
