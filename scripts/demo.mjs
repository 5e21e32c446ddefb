// `npm run demo`: watch the product name outages, without waiting for a real one.
import { ensureReady, runScript } from './setup.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

await runScript(async () => {
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    ensureSystemPackages((line) => process.stderr.write(`${line}\n`));
  }
  await ensureReady();
  await import(new URL('../dist/demo.mjs', import.meta.url).href);
  return typeof process.exitCode === 'number' ? process.exitCode : undefined;
});
