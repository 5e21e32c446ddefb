import { render } from 'preact';
import { api } from '../api.ts';
import { followAllowance } from '../components/encapsulation/allowance.ts';
import '../theme/theme.css';
import { keepRows } from './anchors/anchor-store.ts';
import { followHelper } from './helper/helper-store.ts';
import { SettingsPage } from './settings-page.tsx';
import { load, take } from './store.ts';

keepRows();
api.on('settings', take);
render(<SettingsPage />, document.body);
void followAllowance();
void followHelper();
await load();
