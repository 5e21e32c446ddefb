#!/usr/bin/env node
// Stands in for fpm where there is none and none can be had: electron-builder calls it for a Debian package. For
// building without a network, not a replacement: it understands what electron-builder says today and nothing else.
import { readFpmArguments } from './fpm/arguments.mjs';
import { writeDeb } from './fpm/write-deb.mjs';

try {
  writeDeb(readFpmArguments(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`offline-fpm: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
