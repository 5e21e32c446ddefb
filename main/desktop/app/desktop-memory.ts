import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { WINDOWS, type WindowName } from '../../contract/contract.ts';
import { makeOwnerFolder } from '../../owner-folder.ts';
import type { WindowMemory } from '../windows/window-manager.ts';
import type { Size } from '../windows/window-options.ts';

/** What the desktop remembers beside the settings: nothing that would be missed. */
export interface DesktopMemory extends WindowMemory {
  /** There was no earlier start. */
  readonly firstStart: boolean;
}

/** No screen is larger; anything beyond is damage. */
const MOST_PIXELS = 32_000;

const isLength = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= MOST_PIXELS;

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function sizeOf(value: unknown): Size | null {
  const width = fieldOf(value, 'width');
  const height = fieldOf(value, 'height');
  return isLength(width) && isLength(height) ? { width, height } : null;
}

/** Null: there is no such file. A damaged one is as good as an empty one. */
function readStored(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return fieldOf(error, 'code') === 'ENOENT' ? null : {};
  }
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

export function openDesktopMemory(file: string, log: (what: string, error: unknown) => void): DesktopMemory {
  const stored = readStored(file);
  const sizes = new Map<WindowName, Size>();
  for (const name of WINDOWS) {
    const size = sizeOf(fieldOf(fieldOf(stored, 'windows'), name));
    if (size !== null) sizes.set(name, size);
  }
  const save = (): void => {
    const aside = `${file}.new`;
    try {
      makeOwnerFolder(dirname(file));
      writeFileSync(aside, `${JSON.stringify({ windows: Object.fromEntries(sizes) })}\n`);
      renameSync(aside, file);
    } catch (error) {
      log('the size of the windows could not be kept', error);
    }
  };
  // Written at once: a start that ends badly was a start.
  if (stored === null) save();
  return {
    firstStart: stored === null,
    size: (name) => sizes.get(name) ?? null,
    remember(name, size) {
      const known = sizes.get(name);
      if (known?.width === size.width && known.height === size.height) return;
      sizes.set(name, size);
      save();
    },
  };
}
