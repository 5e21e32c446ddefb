import { Menu, type MenuItemConstructorOptions } from 'electron';

/** Behind Alt on Linux and Windows: keys for those who want them, and a way to quit where there is no tray. */
export function windowMenu(developing: boolean): Menu {
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { role: 'togglefullscreen' },
    ...(developing ? [{ role: 'toggleDevTools' } as const] : []),
  ];
  return Menu.buildFromTemplate([
    {
      label: '&Faultline',
      submenu: [
        { label: '&Close window', role: 'close', accelerator: 'CommandOrControl+W' },
        { type: 'separator' },
        { label: '&Quit Faultline', role: 'quit', accelerator: 'CommandOrControl+Q' },
      ],
    },
    { label: '&Edit', role: 'editMenu' },
    { label: '&View', submenu: view },
  ]);
}
