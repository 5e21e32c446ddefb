/** Suites that need the lab say why they can't run elsewhere. */
export function rootOnLinux(): string {
  return process.platform === 'linux' && process.getuid?.() === 0 ? '' : 'it needs root on Linux';
}
