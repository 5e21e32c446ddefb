// `npm run package [-- TARGET ...]`: what a user installs, into release/. Ends with the size of each.
import { relative } from 'node:path';
import { readOptions, USAGE } from './package/options.mjs';
import { ensureReady, root, runScript } from './setup.mjs';

/** @param {string} line */
const say = (line) => process.stderr.write(`${line}\n`);

/** @param {number} bytes */
const inMegabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

await runScript(async () => {
  const words = process.argv.slice(2);
  if (words.includes('--help')) {
    say(USAGE);
    return;
  }
  const options = readOptions(words);
  await ensureReady({ say });
  const { packageFaultline } = await import('./package/package-faultline.mjs');
  const artifacts = await packageFaultline({ ...options, say });
  for (const { target, file, bytes } of artifacts) {
    say(`${target.padEnd(9)} ${inMegabytes(bytes).padStart(9)}  ${relative(root, file)}`);
  }
  process.stdout.write(`${JSON.stringify(artifacts)}\n`);
});
