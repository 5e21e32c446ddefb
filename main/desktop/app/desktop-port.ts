import { BrowserWindow, dialog, type FileFilter, shell } from 'electron';
import type { Desktop } from '../../app/types.ts';
import type { ExportFormat } from '../../contract/contract.ts';

const FILTERS: Readonly<Record<ExportFormat, FileFilter>> = {
  csv: { name: 'CSV', extensions: ['csv'] },
  json: { name: 'JSON', extensions: ['json'] },
};

/** In front of the window that asked, where there is one. */
export const askWhereToSave: Desktop['askWhereToSave'] = async ({ name, format }) => {
  const options = { title: 'Export', defaultPath: name, filters: [FILTERS[format]] };
  const parent = BrowserWindow.getFocusedWindow();
  const { canceled, filePath } =
    parent === null ? await dialog.showSaveDialog(options) : await dialog.showSaveDialog(parent, options);
  return canceled || filePath === '' ? null : filePath;
};

/** @throws when the system has nothing that shows folders. */
export const openFolder: Desktop['openFolder'] = async (path) => {
  const fault = await shell.openPath(path);
  if (fault !== '') throw new Error(fault);
};
