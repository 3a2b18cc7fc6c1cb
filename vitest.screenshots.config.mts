import { defineConfig } from 'vitest/config';

/** Pictures for people, not tests: `npm run screenshots` writes them to .screenshots/ and the README's to docs/images. */
export default defineConfig({
  test: {
    include: ['test/screenshots/**/*.shots.ts'],
    globalSetup: ['test/support/vscodeSetup.ts'],
    testTimeout: 180_000,
    hookTimeout: 240_000,
    fileParallelism: false,
  },
});
