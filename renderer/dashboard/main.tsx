import { render } from 'preact';
import { api } from '../api.ts';
import '../theme/theme.css';
import { runClock } from './clock.ts';
import { connect } from './connect.ts';
import { Dashboard } from './dashboard.tsx';

render(<Dashboard />, document.body);
runClock();
await connect(api);
