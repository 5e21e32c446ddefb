import { build } from '../../scripts/build.mjs';

/** Worker threads and child processes run the real bundles: build them once before any suite. */
export async function setup(): Promise<void> {
  await build();
}
