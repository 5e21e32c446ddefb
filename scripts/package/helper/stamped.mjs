// A package that is made as another version than package.json's says so everywhere, its helper too.
import { readFileSync } from 'node:fs';
import { productOf } from '../product.mjs';

/** The constants by which the program and its helper tell what they are. */
const VERSION_FILES = /[/\\](?:helper[/\\]session|main[/\\]cli)[/\\]version\.ts$/;

/**
 * @param {string} root the checkout
 * @param {string} version
 * @returns {import('esbuild').Plugin} for bundles that are to be of that version
 */
export const stampedAs = (root, version) => ({
  name: 'stamped-version',
  setup(build) {
    build.onLoad({ filter: VERSION_FILES }, ({ path }) => {
      const own = `'${productOf(root).version}'`;
      const source = readFileSync(path, 'utf8');
      if (!source.includes(own)) return { errors: [{ text: `${path} does not hold the version ${own}` }] };
      return { contents: source.replace(own, `'${version}'`), loader: 'ts' };
    });
  },
});
