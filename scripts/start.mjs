// `npm start`: everything a fresh machine needs, then the monitor.
import { ensureReady, runScript } from './setup.mjs';

await runScript(async () => {
  await ensureReady();
  const display = process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
  process.stderr.write(
    display
      ? 'Starting the headless monitor (this version has no tray app yet).\n'
      : 'No display here: starting the headless monitor.\n',
  );
  process.argv.splice(2, 0, 'monitor');
  await import(new URL('../dist/faultline.mjs', import.meta.url).href);
  return typeof process.exitCode === 'number' ? process.exitCode : undefined;
});
