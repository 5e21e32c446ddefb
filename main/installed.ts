// What the executable of a package runs: the app, or one command in the terminal. Nothing of either is loaded
// before it is clear which.
import { app } from 'electron';
import { noDisplay } from './desktop/installed/display.ts';
import { endCommand, failed } from './desktop/installed/end-command.ts';
import { foreignSwitches } from './desktop/installed/own-switches.ts';
import { commandOf } from './desktop/installed/started-for.ts';

const load = (name: string): Promise<unknown> => import(new URL(name, import.meta.url).href);

// Node opens a debugger on it unless that was switched off, as it is in a package: then it ends the program.
process.on('SIGUSR1', () => undefined);

for (const name of foreignSwitches(process.argv)) app.commandLine.removeSwitch(name);

const command = commandOf(process.argv);
const obstacle = noDisplay(process.platform, process.env);
if (command === null && obstacle === null) {
  await load('main.mjs');
} else if (command === null) {
  failed(obstacle);
  await endCommand([process.stderr]);
} else {
  process.argv = [process.execPath, 'faultline', ...command];
  // Electron goes on to its display only when this module has been evaluated, which a command never lets happen.
  await load('faultline.mjs').catch(failed);
  await endCommand([process.stdout, process.stderr]);
}
