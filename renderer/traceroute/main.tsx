import { render } from 'preact';
import { api } from '../api.ts';
import '../theme/theme.css';
import { connect } from './connect.ts';
import { stop } from './running.ts';
import { keepPainting } from './strip/strip-painter.ts';
import { TraceroutePage } from './traceroute-page.tsx';

document.addEventListener('keydown', ({ key, defaultPrevented }) => {
  // Open lists and explanations take it first: they keep it to themselves.
  if (key === 'Escape' && !defaultPrevented) stop();
});
render(<TraceroutePage />, document.body);
keepPainting();
await connect(api);
