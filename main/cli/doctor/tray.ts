import { type Check, limited, ok } from './check.ts';

/** Only Linux may be without a desktop; elsewhere one is taken for granted. */
export const TRAY: Check = {
  id: 'tray',
  title: 'Desktop',
  run({ home: { platform, env } }) {
    if (platform !== 'linux') return ok('there is one');
    if (env['WAYLAND_DISPLAY']) return ok('Wayland');
    if (env['DISPLAY']) return ok(`X11 at ${env['DISPLAY']}`);
    return limited('no display: the headless monitor runs, a tray icon can not');
  },
};
