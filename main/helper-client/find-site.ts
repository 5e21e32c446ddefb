import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { artifact } from '../artifact.ts';
import type { HelperSite } from './site.ts';

/** What runs this program, as far as it decides what can run the helper. */
export interface Runtime {
  readonly platform: NodeJS.Platform;
  readonly execPath: string;
  readonly versions: Readonly<Record<string, string | undefined>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Of a packaged Electron app; its own tree otherwise. */
  readonly resourcesPath?: string | undefined;
  /** Set where Electron was given a folder to run, as from a checkout. */
  readonly defaultApp?: boolean | undefined;
}

export type FoundSite =
  | { readonly ok: true; readonly site: HelperSite }
  | { readonly ok: false; readonly reason: string };

/** Built files and their SHA-256 in hex. */
type Hashes = ReadonlyMap<string, string>;

const EXECUTABLE = 'faultline-helper';
const BUNDLE = 'helper.cjs';
const MANIFEST = 'helper.json';

/** A package for it brings no helper either. */
export const ON_WINDOWS =
  'on Windows the helper could not give its rights up again, so it does not run there';

const missing = (reason: string): FoundSite => ({ ok: false, reason });

/** Null: it is not what the build writes, or can't be read. */
function readManifest(file: string): Hashes | null {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || !('files' in value)) return null;
  const { files } = value;
  if (typeof files !== 'object' || files === null) return null;
  const hashes = new Map<string, string>();
  for (const [name, hash] of Object.entries(files)) {
    if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash) || /[/\\]/.test(name)) return null;
    hashes.set(name, hash);
  }
  return hashes;
}

const isPackagedApp = ({ versions, defaultApp }: Runtime): boolean =>
  versions['electron'] !== undefined && defaultApp !== true;

/** The Node that started the app, else one on the path: the helper can't run in Electron's own. */
function findNode({ platform, execPath, versions, env }: Runtime): string | null {
  if (versions['electron'] === undefined) return execPath;
  const given = env['FAULTLINE_NODE'];
  if (given !== undefined && isAbsolute(given)) return given;
  const name = platform === 'win32' ? 'node.exe' : 'node';
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null;
}

const hashesIn = (folder: string, hashes: Hashes): HelperSite['hashes'] =>
  new Map([...hashes].map(([name, hash]) => [join(folder, name), hash]));

function installed(folder: string, hashes: Hashes): FoundSite {
  const program = join(folder, EXECUTABLE);
  if (!existsSync(program)) return missing(`the helper ${program} is missing: install Faultline again`);
  const byPath = hashesIn(folder, hashes);
  return {
    ok: true,
    site: { command: [program], files: [...byPath.keys()], hashes: byPath, isExecutable: true },
  };
}

/** The package's own files that the bundle loads; it says itself what is wrong where it can't. */
function rawSocketFiles(bundle: string): readonly string[] {
  const { resolve } = createRequire(bundle);
  return ['raw-socket', 'raw-socket/build/Release/raw.node', 'raw-socket/package.json'].flatMap((name) => {
    try {
      return [resolve(name)];
    } catch {
      return [];
    }
  });
}

function checkout(folder: string, hashes: Hashes, runtime: Runtime): FoundSite {
  const node = findNode(runtime);
  if (node === null) {
    return missing('no program was named that can run the helper: start Faultline with "npm start"');
  }
  const bundle = join(folder, BUNDLE);
  if (!existsSync(bundle)) return missing('the helper is not built: run "npm run build"');
  return {
    ok: true,
    site: {
      command: [node, bundle],
      files: [node, bundle, ...rawSocketFiles(bundle)],
      hashes: hashesIn(folder, hashes),
      isExecutable: false,
    },
  };
}

/**
 * What is run as the helper here, by the manifest that was built with this program: the executable of a package, or
 * the bundle of a checkout under a Node. `from`: the folder to look for the manifest from, upwards.
 */
export function findSite(runtime: Runtime = process, from?: string): FoundSite {
  let manifest: string;
  try {
    manifest = artifact(MANIFEST, from);
  } catch {
    if (isPackagedApp(runtime) && runtime.platform === 'win32') return missing(ON_WINDOWS);
    return missing(
      isPackagedApp(runtime)
        ? `${MANIFEST} is missing in the package: install Faultline again`
        : 'the helper is not built: run "npm run build", or install Faultline again if it came as a package',
    );
  }
  const hashes = readManifest(manifest);
  if (hashes === null) return missing(`${manifest} is damaged: build or install Faultline again`);
  if (!hashes.has(EXECUTABLE)) return checkout(dirname(manifest), hashes, runtime);
  const { resourcesPath } = runtime;
  const above = isPackagedApp(runtime) && resourcesPath !== undefined ? resourcesPath : dirname(manifest);
  return installed(join(above, 'helper'), hashes);
}
