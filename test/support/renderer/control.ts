import type { Trouble } from '../../../main/contract/channel.ts';
import type { QuestionName, WindowName } from '../../../main/contract/contract.ts';
import type { Asked } from './contract-double.ts';
import type { Scene } from './scene.ts';
import type { SceneName } from './scenes/all.ts';

export interface Shown {
  readonly window: WindowName;
  readonly scene: SceneName;
  /** Changes to the scene. */
  readonly but?: Partial<Scene>;
  readonly width: number;
  readonly height: number;
  readonly dark: boolean;
}

/** What tests do with the double inside of Electron's main process. */
export interface Control {
  /** Ends the window that is there and opens another one. */
  show(shown: Shown): void;
  /** `{ name, message }` of a push. */
  pushAny(pushed: unknown): void;
  asked(): readonly Asked[];
  refuse(name: QuestionName, trouble: Trouble | null): void;
  /** Parts of the scene as they are from now on. */
  change(but: Partial<Scene>): void;
  /** A scene, to make another one of it. */
  scene(name: SceneName): Scene;
}

declare global {
  var harness: Control;
}
