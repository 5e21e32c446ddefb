import type { Home } from '../../settings/paths.ts';

/**
 * The file that starts this very app again. An AppImage is another file each time it is mounted (at APPDIR), so it
 * is named itself; what another program's AppImage has left in the environment of its children says nothing.
 */
export function ownProgram(env: Home['env'], execPath: string): string {
  const { APPIMAGE: image, APPDIR: mount } = env;
  return image && mount && execPath.startsWith(`${mount}/`) ? image : execPath;
}
