import { dialog, nativeImage } from 'electron';

let open = false;

/** Without a parent, so that nothing else waits for it; one at a time. */
export async function showAbout(version: string, icon: string): Promise<void> {
  if (open) return;
  open = true;
  try {
    await dialog.showMessageBox({
      type: 'info',
      title: 'About Faultline',
      message: `Faultline ${version}`,
      detail:
        'Watches your internet connection once a second, says which part of it broke, and keeps the proof.\n\n' +
        `Free software under the MIT licence. Electron ${process.versions['electron']}.`,
      buttons: ['Close'],
      icon: nativeImage.createFromPath(icon),
    });
  } finally {
    open = false;
  }
}
