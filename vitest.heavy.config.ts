import { defineConfig } from 'vitest/config'

/** Suites that read much data or need other engines: `npm run test:heavy`. */
export default defineConfig({
  test: { include: ['test/heavy/**/*.test.ts'], testTimeout: 1_800_000, hookTimeout: 600_000, fileParallelism: false },
})
