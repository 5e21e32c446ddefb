import { describe, expect, test } from 'vitest';
import { importsOf, lineCount, sourceFiles } from './imports.ts';
import { COMPOSITION_ROOT_LINES, COMPOSITION_ROOTS, FILE_LINES, LAYERS, type LayerRule } from './layers.ts';

const product = sourceFiles(['helper', 'main', 'renderer']);
const everything = [...product, ...sourceFiles(['test', 'scripts'])];
const isRoot = (file: string): boolean => (COMPOSITION_ROOTS as readonly string[]).includes(file);

const ruleFor = (file: string): LayerRule | undefined => LAYERS.find((rule) => file.startsWith(rule.from));

function forbidden(file: string): string[] {
  const rule = ruleFor(file);
  if (rule === undefined) return [`${file} belongs to no layer`];
  return importsOf(file)
    .filter((name) => !rule.may.some((allowed) => name === allowed || name.startsWith(allowed)))
    .map((name) => `${file} imports ${name}`);
}

describe('layers', () => {
  test('the scan sees files and their imports', () => {
    expect(product.length).toBeGreaterThan(40);
    expect(importsOf('test/architecture/layers.test.ts')).toEqual([
      'vitest',
      'test/architecture/imports.ts',
      'test/architecture/layers.ts',
    ]);
  });

  test('every import is one that the layer table allows', () => {
    expect(product.filter((file) => !isRoot(file)).flatMap(forbidden)).toEqual([]);
  });

  test('raw-socket is imported by exactly one file', () => {
    expect(everything.filter((file) => importsOf(file).includes('raw-socket'))).toEqual([
      'helper/socket/raw-socket.ts',
    ]);
  });

  test('nothing third-party but raw-socket is reachable from the helper', () => {
    const names = sourceFiles(['helper']).flatMap(importsOf);
    const outside = names.filter((name) => !name.startsWith('node:') && !name.startsWith('helper/'));
    expect([...new Set(outside)]).toEqual(['raw-socket']);
  });

  test('electron is imported by main/desktop, its composition roots and the preload script alone', () => {
    const importers = product.filter((file) => importsOf(file).includes('electron'));
    const allowed = ['main/desktop/', 'main/index.ts', 'main/installed.ts', 'renderer/preload.ts'];
    expect(importers.filter((file) => !allowed.some((start) => file.startsWith(start)))).toEqual([]);
  });
});

describe('sizes', () => {
  test(`no file is longer than ${FILE_LINES} lines`, () => {
    expect(everything.filter((file) => lineCount(file) > FILE_LINES)).toEqual([]);
  });

  test(`composition roots stay under ${COMPOSITION_ROOT_LINES} lines`, () => {
    expect(COMPOSITION_ROOTS.filter((file) => lineCount(file) >= COMPOSITION_ROOT_LINES)).toEqual([]);
  });

  test('no utils file and no barrel', () => {
    expect(product.filter((file) => /utils?\.ts$/.test(file))).toEqual([]);
    const roots: readonly string[] = COMPOSITION_ROOTS;
    expect(product.filter((file) => file.endsWith('/index.ts') && !roots.includes(file))).toEqual([]);
  });
});
