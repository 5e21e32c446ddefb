import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { artifact } from '../../main/artifact.ts';

/** A package without its bundles, in a folder where others may write. */
function packageIn(): { readonly above: string; readonly root: string } {
  const above = mkdtempSync(join(tmpdir(), 'faultline-artifact-'));
  onTestFinished(() => rmSync(above, { recursive: true }));
  const root = join(above, 'package');
  mkdirSync(join(root, 'dist'), { recursive: true });
  mkdirSync(join(root, 'main', 'history'), { recursive: true });
  writeFileSync(join(root, 'package.json'), '{}');
  return { above, root };
}

test('a built file is found beside the bundle, and from the sources', () => {
  const { root } = packageIn();
  const built = join(root, 'dist', 'helper.cjs');
  writeFileSync(built, '');
  expect(artifact('helper.cjs', join(root, 'dist'))).toBe(built);
  expect(artifact('helper.cjs', join(root, 'main', 'history'))).toBe(built);
});

test('nothing that lies outside the package is taken for it', () => {
  const { above, root } = packageIn();
  writeFileSync(join(above, 'helper.cjs'), '');
  mkdirSync(join(above, 'dist'));
  writeFileSync(join(above, 'dist', 'helper.cjs'), '');
  expect(() => artifact('helper.cjs', join(root, 'dist'))).toThrow(
    'helper.cjs is not built: run "npm run build"',
  );
  expect(() => artifact('helper.cjs', join(root, 'main', 'history'))).toThrow(/not built/);
});
