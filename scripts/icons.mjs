// Renders the drawings of assets/ to the sizes each system wants, into dist/icons/. `node scripts/icons.mjs`, or
// buildIcons() from another script.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { pictures } from './icons/variants.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const folderOfIcons = join(root, 'dist/icons');

const all = () => pictures((name) => readFileSync(join(root, 'assets', `${name}.svg`), 'utf8'));

/** Where the pictures are once they are rendered. */
export const iconPaths = () => all().map(({ file }) => join(folderOfIcons, file));

/**
 * One drawing at one size. `pixels` are RGBA, row by row.
 * @param {string} svg
 * @param {number} size
 */
export async function renderIcon(svg, size) {
  const { Resvg } = await import('@resvg/resvg-js');
  const rendered = new Resvg(svg, {
    fitTo: { mode: 'width', value: size },
    font: { loadSystemFonts: false },
  }).render();
  return { png: rendered.asPng(), pixels: rendered.pixels, width: rendered.width, height: rendered.height };
}

/**
 * Does nothing when nothing has changed since. Written aside and renamed, so that nobody reads half a picture.
 * @param {string} [folder]
 */
export async function buildIcons(folder = folderOfIcons) {
  const wanted = all();
  const stamp = join(folder, '.stamp');
  const digest = createHash('sha256').update(JSON.stringify(wanted)).digest('hex');
  const unchanged = existsSync(stamp) && readFileSync(stamp, 'utf8') === digest;
  if (unchanged && wanted.every(({ file }) => existsSync(join(folder, file)))) return;
  const aside = join(dirname(folder), `.icons-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  mkdirSync(aside, { recursive: true });
  try {
    for (const { file, svg, size } of wanted) {
      writeFileSync(join(aside, file), (await renderIcon(svg, size)).png);
      renameSync(join(aside, file), join(folder, file));
    }
    writeFileSync(join(aside, 'stamp'), digest);
    renameSync(join(aside, 'stamp'), stamp);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await buildIcons();
}
