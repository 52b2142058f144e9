import { defineConfig } from 'vitest/config';

/** Tests of whole commands, mostly as programs of their own, and of whole releases: they take four times as long as all others. */
const commands = [
  'engine/src/cli/**/*.test.ts',
  'engine/src/release/{kit,verify}/**/*.test.ts',
  'test/{commands,pages,release}/**/*.test.ts',
];

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['engine/src/**/*.test.ts', 'test/{apis,laws,repository}/**/*.test.ts', 'functions/**/*.test.ts'],
          exclude: commands,
        },
      },
      { extends: true, test: { name: 'commands', include: commands } },
    ],
    reporters: ['default', './test/closing-line.ts'],
    // No test leaves anything behind in its process: sharing one spares every file a new one.
    isolate: false,
    // Node itself runs TypeScript. Vite would transform every module first, and slow down each use of what a module exports.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    // By default one core is left idle, which on two is half of them.
    maxWorkers: '100%',
    // Limits for what hangs, not for what is slow: a machine that does other work too must not fail a test. What should grow with its input only has an input
    // for which anything else takes minutes.
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});
