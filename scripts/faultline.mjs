// `npm run -s faultline -- COMMAND`: the CLI from a checkout. Preparations speak on stderr only.
import { ensureReady, runScript } from './setup.mjs';

await runScript(async () => {
  await ensureReady();
  await import(new URL('../dist/faultline.mjs', import.meta.url).href);
  return typeof process.exitCode === 'number' ? process.exitCode : undefined;
});
