// The control file of a Debian package (Debian Policy, chapter 5).

/** @typedef {import('./arguments.mjs').DebRequest} DebRequest */

const NAME = /^[a-z0-9][a-z0-9+.-]+$/;
const VERSION = /^[0-9][A-Za-z0-9.+~-]*$/;
const ARCHITECTURE = /^[a-z0-9-]+$/;

/** A line break within a field would begin another one. @param {string} field @param {string} value */
function oneLine(field, value) {
  const text = value.trim();
  if (text === '' || /[\r\n]/.test(text))
    throw new Error(`${field} must be one line: ${JSON.stringify(value)}`);
  return `${field}: ${text}`;
}

/** @param {string} field @param {string} value @param {RegExp} form */
function formed(field, value, form) {
  if (!form.test(value)) throw new Error(`${field} can't be ${JSON.stringify(value)}`);
  return `${field}: ${value}`;
}

/** Lines of the long part begin with a space; an empty one is a point (section 5.6.13). @param {string} text */
function description(text) {
  const [synopsis = '', ...lines] = text.split('\n');
  const long = lines.map((line) => (line.trim() === '' ? ' .' : ` ${line.trim()}`));
  return [oneLine('Description', synopsis), ...long];
}

/**
 * @param {DebRequest} request
 * @param {number} installedKiB
 * @returns {string} throws an Error for what would not be a valid control file
 */
export function controlFile(request, installedKiB) {
  /** @param {string} field @param {string | undefined} value */
  const optional = (field, value) => (value ? [oneLine(field, value)] : []);
  return [
    formed('Package', request.name, NAME),
    formed('Version', request.version, VERSION),
    formed('Architecture', request.architecture, ARCHITECTURE),
    oneLine('Maintainer', request.maintainer),
    `Installed-Size: ${installedKiB}`,
    ...optional('Depends', request.depends.join(', ')),
    ...optional('Recommends', request.recommends.join(', ')),
    oneLine('Section', request.category ?? 'misc'),
    oneLine('Priority', request.priority),
    ...optional('Homepage', request.url),
    ...description(request.description),
    '',
  ].join('\n');
}
