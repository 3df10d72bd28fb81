import type { Reporter, TestModule } from 'vitest/node';

interface Count {
  passed: number;
  failed: number;
}

/** Prints after a run how many cases of the contract suite passed in each AI SDK major. */
export class ContractReporter implements Reporter {
  onTestRunEnd(testModules: readonly TestModule[]): void {
    const counts = countByMajor(testModules);
    if (counts.size === 0) return;
    const lines = [...counts]
      .toSorted(([one], [other]) => one - other)
      .map(([major, { passed, failed }]) => {
        const failures = failed > 0 ? `, ${failed} failed` : '';
        return `  AI SDK ${major}  ${String(passed).padStart(4)} passed${failures}`;
      });
    process.stdout.write(['', ' Contract suite', ...lines, '', ''].join('\n'));
  }
}

function countByMajor(testModules: readonly TestModule[]): Map<number, Count> {
  const counts = new Map<number, Count>();
  const modules = testModules.filter(testModule => testModule.moduleId.includes('/test/contract/'));
  for (const test of modules.flatMap(testModule => [...testModule.children.allTests()])) {
    const [, major] = /\bAI SDK (\d)/.exec(test.fullName) ?? [];
    const { state } = test.result();
    if (major === undefined || (state !== 'passed' && state !== 'failed')) continue;
    const count = counts.get(Number(major)) ?? { passed: 0, failed: 0 };
    count[state] += 1;
    counts.set(Number(major), count);
  }
  return counts;
}
