/** Characters that make an argument of `Exec` need quotes (Desktop Entry specification, "The Exec key"). */
const RESERVED = /[\s"'\\><~|&;$*?#()`]/;

/** One argument of `Exec`: quoted where needed, its percent signs kept from being field codes. */
export function execArgument(argument: string): string {
  const text = argument.replaceAll('%', '%%');
  if (text !== '' && !RESERVED.test(text)) return text;
  return `"${text.replace(/["`$\\]/g, '\\$&')}"`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\t': '\\t', '\r': '\\r' };

/** A value of type string; the rule for `Exec` comes before this one. */
export const entryString = (text: string): string =>
  text.replace(/[\\\n\t\r]/g, (character) => ESCAPES[character] ?? character);

export interface DesktopEntry {
  readonly name: string;
  readonly comment: string;
  /** Program and arguments. */
  readonly command: readonly string[];
  /** A picture's path. */
  readonly icon: string;
}

/** An entry for the autostart folder. */
export function autostartEntry({ name, comment, command, icon }: DesktopEntry): string {
  const exec = command.map(execArgument).join(' ');
  const [program = ''] = command;
  // A person's entry outlives a program that was removed: then the login starts nothing, and says nothing.
  const tryExec = program.startsWith('/') ? [`TryExec=${entryString(program)}`] : [];
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Version=1.5',
    `Name=${entryString(name)}`,
    `Comment=${entryString(comment)}`,
    `Exec=${entryString(exec)}`,
    ...tryExec,
    `Icon=${entryString(icon)}`,
    'Terminal=false',
    'StartupNotify=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Desktops switch an entry off by a line in it rather than by taking it away. */
export const isSwitchedOff = (entry: string): boolean =>
  /^Hidden\s*=\s*true\s*$/im.test(entry) || /^X-GNOME-Autostart-enabled\s*=\s*false\s*$/im.test(entry);
