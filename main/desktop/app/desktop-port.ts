import { BrowserWindow, clipboard, dialog, type FileFilter, type OpenDialogOptions, shell } from 'electron';
import type { Desktop } from '../../app/types.ts';
import type { ExportFormat, TraceFormat } from '../../contract/contract.ts';

const FILTERS: Readonly<Record<ExportFormat | TraceFormat, FileFilter>> = {
  csv: { name: 'CSV', extensions: ['csv'] },
  json: { name: 'JSON', extensions: ['json'] },
  text: { name: 'Text', extensions: ['txt'] },
};

/** In front of the window that asked, where there is one. */
export const askWhereToSave: Desktop['askWhereToSave'] = async ({ name, format }) => {
  const options = { title: 'Save', defaultPath: name, filters: [FILTERS[format]] };
  const parent = BrowserWindow.getFocusedWindow();
  const { canceled, filePath } =
    parent === null ? await dialog.showSaveDialog(options) : await dialog.showSaveDialog(parent, options);
  return canceled || filePath === '' ? null : filePath;
};

/** In front of the window that asked, where there is one. */
export const askWhatToOpen: Desktop['askWhatToOpen'] = async () => {
  const options: OpenDialogOptions = { title: 'Open', filters: [FILTERS.json], properties: ['openFile'] };
  const parent = BrowserWindow.getFocusedWindow();
  const { canceled, filePaths } =
    parent === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(parent, options);
  return canceled ? null : (filePaths[0] ?? null);
};

export const copyText: Desktop['copyText'] = (text) => clipboard.writeText(text);

/** @throws when the system has nothing that shows folders. */
export const openFolder: Desktop['openFolder'] = (path) => open(path);

/** @throws when the system has nothing that shows such files. */
export const openFile: Desktop['openFile'] = (path) => open(path);

async function open(path: string): Promise<void> {
  const fault = await shell.openPath(path);
  if (fault !== '') throw new Error(fault);
}
