/** A vitest reporter whose only output is the closing line `N passed, N failed, N skipped`, with the reason of every skipped test before it. */
import type { Reporter, TestCase, TestModule } from 'vitest/node';

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0 };
    // A file or a group whose own part broke has run none of its tests: that is a failure, not nothing.
    const groups = modules.flatMap((module) => [module, ...module.children.allSuites()]);
    const broken = groups.filter((group) => group.errors().length > 0);
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const state = test.result().state;
        if (state === 'pending' || state === 'skipped') {
          count.skipped += 1;
          console.log(`skipped: ${test.fullName}: ${reasonOf(test)}`);
        } else count[state] += 1;
      }
    }
    console.log(`\n${count.passed} passed, ${count.failed + broken.length} failed, ${count.skipped} skipped`);
  }
}

function reasonOf(test: TestCase): string {
  const result = test.result();
  return ('note' in result && result.note) || 'no reason given';
}
