import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/heavy/**', 'node_modules/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two files at a time also on two processors, where one is the default: much of what runs waits for programs it started.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // The built program is run as it is, not taken apart and put together anew in every file that calls it.
    server: { deps: { external: [/\/dist\//] } },
  },
})
