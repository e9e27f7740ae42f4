import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'src/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    // What is waited for comes sooner or later; a machine with other work to do is no fault of ours.
    expect: { poll: { timeout: 20_000 } },
  },
})
