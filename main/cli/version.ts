/** The same as in package.json (a test compares them); a constant, so that the bundle reads no file for it. */
export const VERSION = '0.1.0';
