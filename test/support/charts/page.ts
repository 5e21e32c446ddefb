import { Chart } from 'chart.js';
import { h, render } from 'preact';
import { api } from '../../../renderer/api.ts';
import { connect } from '../../../renderer/dashboard/connect.ts';
import { Panels } from '../../../renderer/dashboard/panels/panels.tsx';
import { RangeBar } from '../../../renderer/dashboard/range/range-bar.tsx';
import * as store from '../../../renderer/dashboard/store.ts';
import { Timeline } from '../../../renderer/dashboard/timeline/timeline.tsx';
import type { ApiDouble } from './double.ts';

const mount = (): void =>
  render(h('main', null, h(RangeBar, null), h(Timeline, null), h(Panels, null)), document.body);
const unmount = (): void => render(null, document.body);

declare global {
  interface Window {
    /** Of the preload. */
    readonly double: ApiDouble;
    readonly underTest: {
      readonly Chart: typeof Chart;
      readonly store: typeof store;
      readonly mount: () => void;
      readonly unmount: () => void;
    };
  }
}
Object.assign(window, { underTest: { Chart, store, mount, unmount } });

mount();
// Time passes when a test says so, and at no other time.
store.state.subscribe(({ atMs }) => {
  store.nowMs.value = atMs;
});
await connect(api);
