/**
 * Where a file of the app's archive lies outside of it, for whoever is not Electron: the package leaves pictures
 * unpacked beside it. The same path when there is no archive.
 */
export const realPath = (path: string): string => path.replace(/([\\/]app\.asar)(?=[\\/]|$)/, '$1.unpacked');
