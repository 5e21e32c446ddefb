import { app } from 'electron';

/** What Chromium does by itself for a browser's sake: none of it serves windows that load nothing but our files. */
const SWITCHES: readonly (readonly [string, string?])[] = [
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-http-cache'],
  ['disable-domain-reliability'],
  ['disable-sync'],
  ['no-pings'],
  ['dns-prefetch-disable'],
  // Its process dies first when a session ends; Chromium would take this process with it before it has flushed.
  ['disable-gpu-process-crash-limit'],
  // Chromium resolves no name at all; the monitor's own sockets are Node's.
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
];

/** Before the app is ready. */
export function calmChromium(): void {
  // Chromium refuses to run as root with a sandbox; asked for both, its processes end one after the other.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  // Charts once a second need no graphics card, and its process costs more than it saves.
  app.disableHardwareAcceleration();
  for (const [name, value] of SWITCHES) app.commandLine.appendSwitch(name, value);
}
