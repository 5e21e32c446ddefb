import type { TraceWarning } from '../../model/trace.ts';
import { countText } from '../../words/numbers.ts';

export const NEEDS_OTHER_METHOD: TraceWarning = {
  code: 'mtu-method',
  text: 'The largest packet that fits cannot be found with TCP, since its first packets carry no data; use UDP or ICMP.',
};

export const UNTESTABLE: TraceWarning = {
  code: 'mtu-untestable',
  text: 'The largest packet that fits cannot be found: the destination does not even answer small ones.',
};

export const GIVEN_UP: TraceWarning = {
  code: 'mtu-unsure',
  text: 'The largest packet that fits was not found: answers contradict each other, or too many get lost.',
};

export const ownLinkWarning = (bytes: number): TraceWarning => ({
  code: 'own-link-mtu',
  text: `This machine's own link carries packets of at most ${countText(bytes)} bytes.`,
});
