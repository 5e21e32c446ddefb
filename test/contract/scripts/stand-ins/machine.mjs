// Loaded before a script: makes this machine look like another one, and keeps the script off the network.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';
import { basename } from 'node:path';

const { platform, uid, nodeVersion, files, commands, checkout, standIns } = JSON.parse(
  process.env['STAND_IN_MACHINE'] ?? '{}',
);
const reallyExists = fs.existsSync;

Object.defineProperty(process, 'platform', { value: platform });
Object.defineProperty(process, 'versions', { value: { ...process.versions, node: nodeVersion } });
process.getuid = () => uid;
fs.existsSync = (path) => {
  const inCheckout = path.startsWith(checkout) && !path.startsWith(standIns);
  return inCheckout ? reallyExists(path) : (files[path] ?? commands[basename(path)] ?? reallyExists(path));
};
Socket.prototype.connect = () => {
  throw new Error('a script went to the network');
};
syncBuiltinESMExports();
