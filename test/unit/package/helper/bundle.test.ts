import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundleHelper } from '../../../../scripts/package/helper/bundle.mjs';
import { root } from '../../../../scripts/setup.mjs';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const ADDON_HASH = 'ab'.repeat(32);

async function bundled() {
  const outfile = join(temporaryFolder(), 'helper.cjs');
  const contents = await bundleHelper({ root, outfile, addonHash: ADDON_HASH });
  return { ...contents, text: readFileSync(outfile, 'utf8') };
}

describe("the script in the helper's executable", () => {
  test('is made of the helper and raw-socket, and of nothing else', async () => {
    const { modules } = await bundled();
    const foreign = modules.filter((name) => !/^helper\/[a-z0-9/-]+\.ts$/.test(name));
    expect(foreign).toEqual(['beside:raw.node', 'node_modules/raw-socket/index.js']);
    expect(modules).toContain('helper/index.ts');
    for (const name of modules.filter((one) => one.startsWith('helper/'))) {
      expect(existsSync(join(root, name)), name).toBe(true);
    }
  });

  test('uses these parts of Node, none of which runs a program, listens to the network or debugs', async () => {
    const { builtins } = await bundled();
    // Of net, what an address is and the way to a client; of dgram, which source the kernel would choose; of sea,
    // whether this is the executable.
    expect(builtins).toEqual([
      'buffer',
      'crypto',
      'dgram',
      'events',
      'fs',
      'net',
      'os',
      'path',
      'process',
      'sea',
      'util',
    ]);
  });

  test('loads the one addon that it was built with', async () => {
    const { text } = await bundled();
    const loads = [...text.matchAll(/loadPackagedAddon\d*\(([^)]*)\);/g)].map(([, given]) => given);
    expect(loads).toEqual([`"raw.node", "${ADDON_HASH}"`]);
    expect(text.includes('build/Release')).toBe(false);
  });

  test('says nothing of the machine that it was built on', async () => {
    const { text } = await bundled();
    expect(text.includes(root)).toBe(false);
    expect(text.includes('sourceMappingURL')).toBe(false);
  });

  test('a source that does not compile ends it', async () => {
    const empty = temporaryFolder();
    const outfile = join(empty, 'helper.cjs');
    await expect(bundleHelper({ root: empty, outfile, addonHash: ADDON_HASH })).rejects.toThrow(
      'Build failed',
    );
    expect(existsSync(outfile)).toBe(false);
  });
});
