import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PANEL_HEIGHT = 30;

/** A panel along the top: its tray at the right end, nothing else. */
const CHANNEL = `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="dark-mode" type="bool" value="true"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="${PANEL_HEIGHT}"/>
      <property name="icon-size" type="uint" value="0"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
        <value type="int" value="2"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
      <property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-2" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
    </property>
  </property>
</channel>
`;

/** Where the session's settings are kept; named in XDG_CONFIG_HOME before its bus starts. */
export function writePanelSettings(folder: string): void {
  const channels = join(folder, 'xfce4', 'xfconf', 'xfce-perchannel-xml');
  mkdirSync(channels, { recursive: true });
  writeFileSync(join(channels, 'xfce4-panel.xml'), CHANNEL);
}

export interface Panel {
  /** The pointer to the icon, and a click there. */
  point(): void;
  clickIcon(button: 'left' | 'right'): void;
  /** The pointer away from the panel. */
  leave(): void;
  /** Puts an open menu away. */
  escape(): void;
  /** A part of the screen into a file. */
  picture(file: string, size: { readonly width: number; readonly height: number }): void;
  stop(): void;
}

export interface PanelOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly screenWidth: number;
}

export function startPanel({ env, screenWidth }: PanelOptions): Panel {
  const all = { ...process.env, ...env };
  const run = (program: string, ...args: string[]): void => {
    execFileSync(program, args, { env: all, stdio: ['ignore', 'ignore', 'inherit'] });
  };
  const start = (program: string, ...args: string[]): ChildProcess =>
    spawn(program, args, { env: all, stdio: 'ignore' });
  const children = [start('openbox'), start('xfce4-panel', '--disable-wm-check')];
  const point = (): void =>
    run('xdotool', 'mousemove', String(screenWidth - PANEL_HEIGHT / 2), String(PANEL_HEIGHT / 2));
  return {
    point,
    clickIcon(button) {
      point();
      run('xdotool', 'click', button === 'left' ? '1' : '3');
    },
    leave: () => run('xdotool', 'mousemove', '10', '300'),
    escape: () => run('xdotool', 'key', 'Escape'),
    picture(file, { width, height }) {
      run(
        'import',
        '-window',
        'root',
        '-crop',
        `${width}x${height}+${screenWidth - width}+0`,
        '+repage',
        file,
      );
    },
    stop() {
      for (const child of children) child.kill();
    },
  };
}
