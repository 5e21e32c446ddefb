/** Who may import whom. The first rule whose `from` is a prefix of a file's path holds for that file. */
export interface LayerRule {
  readonly from: string;
  /** Path prefixes, `node:` for Node's own modules, package names. */
  readonly may: readonly string[];
}

const PURE_MODEL = 'main/domain/model/';

export const LAYERS: readonly LayerRule[] = [
  { from: 'helper/wire/', may: ['helper/wire/'] },
  { from: 'helper/protocol/', may: ['helper/protocol/', 'helper/wire/address.ts'] },
  { from: 'helper/socket/raw-socket.ts', may: ['helper/', 'node:', 'raw-socket'] },
  { from: 'helper/', may: ['helper/', 'node:'] },
  { from: PURE_MODEL, may: [PURE_MODEL] },
  { from: 'main/domain/trace/address-note.ts', may: ['main/domain/', 'ipaddr.js'] },
  { from: 'main/domain/', may: ['main/domain/'] },
  { from: 'main/helper-client/channel/ask-by-sudo-prompt.ts', may: ['sudo-prompt'] },
  {
    from: 'main/helper-client/',
    may: ['main/helper-client/', 'main/artifact.ts', 'helper/protocol/', 'main/domain/', 'node:'],
  },
  {
    from: 'main/monitor/',
    may: [
      'main/monitor/',
      'main/domain/',
      'main/helper-client/',
      'helper/protocol/messages.ts',
      'node:',
      'ipaddr.js',
    ],
  },
  {
    from: 'main/history/',
    may: ['main/history/', 'main/domain/', 'main/artifact.ts', 'node:', '@photostructure/sqlite'],
  },
  {
    from: 'main/export/',
    may: [
      'main/export/',
      'main/domain/',
      'main/artifact.ts',
      'node:',
      'hot-shots',
      'prom-client',
      'pbf',
      'snappyjs',
      '@photostructure/sqlite',
    ],
  },
  { from: 'main/settings/', may: ['main/settings/', 'main/domain/', 'node:', 'zod', 'ipaddr.js'] },
  {
    from: 'main/trace/',
    may: [
      'main/trace/',
      'main/domain/',
      'main/helper-client/types.ts',
      'main/monitor/types.ts',
      'helper/protocol/limits.ts',
      'helper/protocol/messages.ts',
      'node:',
      'ipaddr.js',
      'zod',
    ],
  },
  {
    from: 'main/encapsulation/',
    may: [
      'main/encapsulation/',
      'main/owner-folder.ts',
      'main/trace/',
      'main/domain/',
      'main/helper-client/types.ts',
      'main/monitor/types.ts',
      'helper/protocol/limits.ts',
      'helper/protocol/messages.ts',
      'node:',
      'zod',
    ],
  },
  {
    from: 'main/headless/',
    may: [
      'main/headless/',
      'main/monitor/',
      'main/history/',
      'main/domain/',
      'main/helper-client/types.ts',
      'node:',
    ],
  },
  { from: 'main/contract/', may: ['main/contract/', 'main/domain/', 'zod'] },
  {
    from: 'main/app/',
    may: [
      'main/app/',
      'main/contract/',
      'main/domain/',
      'main/encapsulation/types.ts',
      'main/export/types.ts',
      'main/headless/types.ts',
      'main/helper-client/types.ts',
      'main/history/',
      'main/settings/',
      'main/monitor/',
      'main/trace/',
      'node:',
    ],
  },
  {
    from: 'main/desktop/',
    may: [
      'main/desktop/',
      'main/app/',
      'main/contract/',
      'main/domain/',
      'main/settings/',
      'main/artifact.ts',
      'main/owner-folder.ts',
      'node:',
      'electron',
      'electron-store',
      '@jellybrick/dbus-next',
    ],
  },
  { from: 'main/index.ts', may: ['main/', 'node:', 'electron'] },
  { from: 'main/installed.ts', may: ['main/desktop/installed/', 'node:', 'electron'] },
  { from: 'renderer/preload.ts', may: ['main/contract/', 'electron'] },
  {
    from: 'renderer/',
    may: ['renderer/', 'main/contract/', 'main/domain/', 'preact', '@preact/signals', 'chart.js'],
  },
  {
    from: 'main/cli/',
    may: ['main/', 'helper/protocol/', 'helper/wire/address.ts', 'node:', 'commander', 'zod', 'ipaddr.js'],
  },
  { from: 'main/artifact.ts', may: ['node:'] },
  { from: 'main/owner-folder.ts', may: ['node:'] },
];

/** Composition roots: they may know everything, so they must stay small. */
export const COMPOSITION_ROOTS = [
  'helper/index.ts',
  'main/cli/index.ts',
  'main/index.ts',
  'main/installed.ts',
] as const;
export const COMPOSITION_ROOT_LINES = 150;
export const FILE_LINES = 500;
