import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'engine/src/**/*.test.ts',
      'test/{apis,laws,pages,release,repository}/**/*.test.ts',
      'functions/**/*.test.ts',
    ],
    reporters: ['default', './test/closing-line.ts'],
    // No test leaves anything behind in its process: sharing one spares every file a new one.
    isolate: false,
    // By default one core is left idle, which on two is half of them.
    maxWorkers: '100%',
    // Limits for what hangs, not for what is slow: a machine that does other work too must not fail a test.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
