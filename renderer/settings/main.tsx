import { render } from 'preact';
import { api } from '../api.ts';
import { followAllowance } from '../components/encapsulation/allowance.ts';
import '../theme/theme.css';
import { keepRows } from './anchors/anchor-store.ts';
import { followHelper } from './helper/helper-store.ts';
import { keepLabels } from './metrics/labels/label-store.ts';
import { followMetrics } from './metrics/metrics-store.ts';
import { SettingsPage } from './settings-page.tsx';
import { load, take } from './store.ts';

keepRows();
keepLabels();
api.on('settings', take);
render(<SettingsPage />, document.body);
void followAllowance();
void followHelper();
void followMetrics();
await load();
