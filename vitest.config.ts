import { defineConfig } from 'vitest/config';

/** Suites by what they need: `pure` needs nothing, `lab` needs root, raw sockets and network namespaces. */
export default defineConfig({
  test: {
    globalSetup: ['test/support/build.ts'],
    projects: [
      {
        test: {
          name: 'pure',
          include: ['test/{unit,property,contract,architecture}/**/*.test.ts'],
          environment: 'node',
          // Bounds a test that would wait for ever; many at once on a small machine take their time.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'lab',
          include: ['test/{lab,e2e}/**/*.test.ts'],
          globalSetup: ['test/support/electron.ts'],
          environment: 'node',
          // Each file has a network of its own and mostly waits for it; more at once would starve the clocks.
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
