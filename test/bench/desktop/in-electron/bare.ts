// The peer: nothing but a tray icon, and a plain window on its click. Under the same switches as the product.
import { join } from 'node:path';
import { app, BrowserWindow, Menu, nativeImage, Tray } from 'electron';
import { calmChromium } from '../../../../main/desktop/app/chromium.ts';

const folder = app.getAppPath();
app.setPath('userData', join(app.getPath('home'), 'bare'));
calmChromium();
app.on('window-all-closed', () => undefined);

/** Held for ever: Electron takes an icon away whose object was collected. */
const held: Tray[] = [];

function open(): void {
  const window = new BrowserWindow({
    width: 1000,
    height: 760,
    show: false,
    webPreferences: { contextIsolation: true, sandbox: true },
  });
  window.once('ready-to-show', () => window.show());
  void window.loadFile(join(folder, 'bare.html'));
}

void app.whenReady().then(() => {
  const tray = new Tray(nativeImage.createFromPath(process.env['BENCH_ICON'] ?? ''));
  tray.setToolTip('Bare');
  tray.on('click', open);
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { label: 'Open', click: open },
      { label: 'Quit', click: () => app.quit() },
    ]),
  );
  held.push(tray);
});
