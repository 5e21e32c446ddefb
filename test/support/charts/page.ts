import { Chart } from 'chart.js';
import { h, render } from 'preact';
import { connect } from '../../../renderer/dashboard/connect.ts';
import { api } from '../../../renderer/api.ts';
import { runClock } from '../../../renderer/dashboard/clock.ts';
import { Panels } from '../../../renderer/dashboard/panels/panels.tsx';
import { RangeBar } from '../../../renderer/dashboard/range/range-bar.tsx';
import { Timeline } from '../../../renderer/dashboard/timeline/timeline.tsx';
import * as store from '../../../renderer/dashboard/store.ts';
import '../../../renderer/theme/theme.css';
import './page.css';

const mount = (): void =>
  render(h('main', null, h(RangeBar, null), h(Timeline, null), h(Panels, null)), document.body);
const unmount = (): void => render(null, document.body);

declare global {
  interface Window {
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
runClock();
await connect(api);
