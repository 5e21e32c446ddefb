import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { stampedAs } from '../../../../scripts/package/helper/stamped.mjs';
import { productOf } from '../../../../scripts/package/product.mjs';
import { root } from '../../../../scripts/setup.mjs';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

async function bundled(entry: string, plugin: Plugin): Promise<string> {
  const outfile = join(temporaryFolder(), 'bundle.js');
  const entryPoints = [entry];
  await build({ entryPoints, outfile, bundle: true, format: 'esm', plugins: [plugin], logLevel: 'silent' });
  return readFileSync(outfile, 'utf8');
}

/** A checkout of version 1.2.3, with one such file. */
function checkoutWith(path: string, text: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ version: '1.2.3' }));
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
  return folder;
}

describe('the version of a package', () => {
  test.each(['helper/session/version.ts', 'main/cli/version.ts'])('is what %s tells', async (file) => {
    const own = productOf(root).version;
    const stamped = await bundled(join(root, file), stampedAs(root, '9.8.7-beta.1'));
    expect(stamped).toContain('"9.8.7-beta.1"');
    expect(stamped).not.toContain(own);
  });

  test("that is package.json's changes nothing", async () => {
    const file = join(root, 'helper/session/version.ts');
    const none: Plugin = { name: 'none', setup: () => undefined };
    expect(await bundled(file, stampedAs(root, productOf(root).version))).toBe(await bundled(file, none));
  });

  test('leaves every other file alone', async () => {
    const checkout = checkoutWith('main/other/version.ts', "export const V = '1.2.3';");
    expect(await bundled(join(checkout, 'main/other/version.ts'), stampedAs(checkout, '9.8.7'))).toContain(
      '"1.2.3"',
    );
  });

  test('is not forgotten where a file tells it otherwise than package.json does', async () => {
    const checkout = checkoutWith('main/cli/version.ts', "export const VERSION = '1.2.2';");
    await expect(
      bundled(join(checkout, 'main/cli/version.ts'), stampedAs(checkout, '9.8.7')),
    ).rejects.toThrow("does not hold the version '1.2.3'");
  });
});
