// The words that electron-builder gives to fpm for a Debian package: these and no others.

/**
 * @typedef {object} DebRequest
 * @property {string} name
 * @property {string} version
 * @property {string} architecture
 * @property {string} maintainer
 * @property {string} description its first line is the synopsis
 * @property {string} file where the package goes
 * @property {string} compression
 * @property {string} priority
 * @property {string[]} depends
 * @property {string[]} recommends
 * @property {string | undefined} category
 * @property {string | undefined} url
 * @property {string | undefined} vendor
 * @property {string | undefined} license
 * @property {string | undefined} afterInstall a script's path
 * @property {string | undefined} beforeRemove
 * @property {string | undefined} afterRemove
 * @property {{ from: string, to: string }[]} paths `from` with a slash at its end: what is in that folder
 */

/** Given once, each with a value. */
const SINGLE = [
  '-s',
  '-t',
  '--name',
  '--version',
  '--architecture',
  '--maintainer',
  '--description',
  '--package',
  '--deb-compression',
  '--deb-priority',
  '--category',
  '--url',
  '--vendor',
  '--license',
  '--after-install',
  '--before-remove',
  '--after-remove',
];
const REPEATED = ['-d', '--deb-recommends'];
const FLAGS = ['--force'];

/** @param {string} word @returns {{ from: string, to: string }} */
function pathOf(word) {
  const at = word.indexOf('=/');
  if (word.startsWith('-') || at <= 0) throw new Error(`this stand-in for fpm does not know ${word}`);
  return { from: word.slice(0, at), to: word.slice(at + 1) };
}

/** @param {string[]} words */
function collect(words) {
  /** @type {Map<string, string[]>} */
  const values = new Map();
  /** @type {{ from: string, to: string }[]} */
  const paths = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (FLAGS.includes(word)) continue;
    if (!SINGLE.includes(word) && !REPEATED.includes(word)) {
      paths.push(pathOf(word));
      continue;
    }
    at += 1;
    const value = words[at];
    if (value === undefined) throw new Error(`${word} has no value`);
    const known = values.get(word) ?? [];
    if (known.length > 0 && SINGLE.includes(word)) throw new Error(`${word} is given twice`);
    values.set(word, [...known, value]);
  }
  return { values, paths };
}

/** @param {string[]} words @returns {DebRequest} throws an Error that names what it does not understand */
export function readFpmArguments(words) {
  const { values, paths } = collect(words);
  const optional = /** @param {string} word */ (word) => values.get(word)?.[0];
  const needed = /** @param {string} word */ (word) => {
    const value = optional(word);
    if (!value) throw new Error(`${word} is missing`);
    return value;
  };
  if (needed('-s') !== 'dir') throw new Error(`-s ${optional('-s')}: only folders can be packed`);
  if (needed('-t') !== 'deb') throw new Error(`-t ${optional('-t')}: only Debian packages can be made`);
  if (paths.length === 0) throw new Error('nothing to pack');
  return {
    name: needed('--name'),
    version: needed('--version'),
    architecture: needed('--architecture'),
    maintainer: needed('--maintainer'),
    description: needed('--description'),
    file: needed('--package'),
    compression: optional('--deb-compression') ?? 'xz',
    priority: optional('--deb-priority') ?? 'optional',
    depends: values.get('-d') ?? [],
    recommends: values.get('--deb-recommends') ?? [],
    category: optional('--category'),
    url: optional('--url'),
    vendor: optional('--vendor'),
    license: optional('--license'),
    afterInstall: optional('--after-install'),
    beforeRemove: optional('--before-remove'),
    afterRemove: optional('--after-remove'),
    paths,
  };
}
