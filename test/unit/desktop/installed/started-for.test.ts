import { describe, expect, test } from 'vitest';
import { commandOf } from '../../../../main/desktop/installed/started-for.ts';

const PROGRAM = '/opt/Faultline/faultline';
const started = (...args: readonly string[]) => commandOf([PROGRAM, ...args]);

describe('what the installed program was started for', () => {
  test('without words it is the app, also hidden, and with switches of Chromium before', () => {
    expect(started()).toBeNull();
    expect(started('--hidden')).toBeNull();
    expect(started('--no-sandbox', '--hidden')).toBeNull();
    expect(started('--')).toBeNull();
    expect(started('--no-sandbox', '--')).toBeNull();
  });

  test('everything after two dashes is a command, whatever it looks like', () => {
    expect(started('--no-sandbox', '--', 'ping', 'localhost')).toEqual(['ping', 'localhost']);
    expect(started('--no-sandbox', '--', '--version')).toEqual(['--version']);
    expect(started('--', 'ping', '--', '-odd-host')).toEqual(['ping', '--', '-odd-host']);
  });

  test('somebody who starts the program itself need not write the dashes', () => {
    expect(started('ping', 'localhost', '--json')).toEqual(['ping', 'localhost', '--json']);
    expect(started('bogus')).toEqual(['bogus']);
  });

  test('blanks around a word are read as Chromium reads them', () => {
    expect(started(' --hidden')).toBeNull();
    expect(started('\t-x')).toBeNull();
    expect(started(' -- ', 'ping')).toEqual(['ping']);
    expect(started('\u00a0--', 'ping')).toEqual(['\u00a0--', 'ping']);
  });
});
