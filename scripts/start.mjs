// `npm start`: everything a fresh machine needs, then the tray app; where no window can be shown, the monitor.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { displayObstacle } from './electron/obstacles.mjs';
import { ensureReady, root, runScript } from './setup.mjs';

/** @param {string} line */
const say = (line) => process.stderr.write(`${line}\n`);

async function startDesktop() {
  const { ensureElectron } = await import('./electron.mjs');
  const { checkCanStart, electronArguments, electronEnvironment, runApp, runningLine } = await import(
    './electron/desktop.mjs'
  );
  const { executable } = await ensureElectron({ say });
  checkCanStart(executable, say);
  const machine = { platform: process.platform, uid: process.getuid?.(), env: process.env };
  const args = electronArguments(root, process.argv.slice(2), machine);
  const tell = () => say(runningLine(args));
  return runApp(executable, args, electronEnvironment(process.env), { tell });
}

async function startMonitor() {
  process.argv.splice(2, 0, 'monitor');
  await import(new URL('../dist/faultline.mjs', import.meta.url).href);
  return typeof process.exitCode === 'number' ? process.exitCode : undefined;
}

await runScript(async () => {
  await ensureReady();
  const obstacle = displayObstacle();
  if (obstacle === undefined && existsSync(join(root, 'dist/main.mjs'))) return startDesktop();
  say(
    obstacle === undefined
      ? 'Starting the headless monitor (this version has no tray app yet).'
      : `${obstacle}: starting the headless monitor.`,
  );
  return startMonitor();
});
