// What package.json says of the product.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {{ version: string, description: string, license: string }} Product */

/** @param {string} root the checkout @returns {Product} */
export const productOf = (root) => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
