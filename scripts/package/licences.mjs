// The licences of everything that is shipped, as one text: found from what the bundles are made of.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, SetupError } from '../setup.mjs';

/**
 * @typedef {import('esbuild').Metafile} Metafile
 * @typedef {{ title: string, text: string }} Licence `title`: what it is for, with its version
 */

/** `node_modules/a/node_modules/@b/c/d.js` -> that of `@b/c` */
const PACKAGE = /^(.*\/)?node_modules\/(@[^/]+\/[^/]+|[^@/][^/]*)(?=\/)/;

/**
 * @param {readonly Metafile[]} metafiles whose paths are relative to the checkout
 * @returns {string[]} the folder of each package that has code or data in a bundle, each once
 */
export function packagesIn(metafiles) {
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const folders = inputs.flatMap((path) => PACKAGE.exec(path)?.[0] ?? []);
  return [...new Set(folders)].sort().map((folder) => join(root, folder));
}

const LICENCE_FILE = /^(licen[cs]e|copying|notice)([.-].*)?$/i;

/** @param {string} folder of a package @returns {Licence} throws a SetupError when it has none */
export function licenceOf(folder) {
  /** @type {{ name: string, version: string, license?: string, author?: string | { name: string } }} */
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => LICENCE_FILE.test(file));
  const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim());
  if (texts.length === 0) {
    const holder = (typeof author === 'string' ? author : author?.name) ?? `the authors of ${name}`;
    const text = licenceInReadme(folder) ?? (license === 'MIT' ? mit(holder) : undefined);
    if (text === undefined) throw new SetupError(`${name} ${version} comes without the text of its licence`);
    texts.push(text);
  }
  return { title: `${name} ${version} (${license ?? 'see below'})`, text: texts.join('\n\n') };
}

/** Some end their readme with it. @param {string} folder */
function licenceInReadme(folder) {
  const name = readdirSync(folder).find((file) => /^readme(\.md)?$/i.test(file));
  const text = name === undefined ? '' : readFileSync(join(folder, name), 'utf8');
  return /^#+ *licen[cs]e\s*$([\s\S]*copyright[\s\S]*)/im.exec(text)?.[1]?.trim();
}

/** The licence's own text, for a package that only names it. @param {string} holder */
const mit = (holder) => `MIT License

Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

const RULE = '='.repeat(100);

/** @param {readonly Licence[]} licences */
export function licencesText(licences) {
  const sections = licences.map(({ title, text }) => `${RULE}\n${title}\n${RULE}\n\n${text.trim()}\n`);
  return ['Faultline contains the work of many. Their licences:', '', ...sections].join('\n');
}
