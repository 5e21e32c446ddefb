import type { JSX } from 'preact';
import type { PathProbeView } from '../../../main/domain/model/encapsulation.ts';
import { Button } from '../../components/button.tsx';
import { StateShape } from '../../components/state-shape.tsx';
import { startHelper } from '../head/start-helper.ts';
import { start } from '../running.ts';
import { mode, wantsHelper } from '../store.ts';
import { probeFacts, probeWords } from './probe-facts.ts';
import { ProbeLine } from './probe-line.tsx';
import { ProbeTable } from './probe-table.tsx';
import '../head/result.css';

/** What can be done about it from here. */
function FailedActions(): JSX.Element {
  const lacksHelper = mode.value !== null && mode.value.icmp !== 'helper';
  return (
    <div class="result-actions">
      {lacksHelper ? (
        <Button look="primary" busy={wantsHelper.value} onClick={() => void startHelper()}>
          Start the helper
        </Button>
      ) : null}
      <Button onClick={start}>Try again</Button>
    </div>
  );
}

function Remarks({ warnings }: Pick<PathProbeView, 'warnings'>): JSX.Element | null {
  if (warnings.length === 0) return null;
  return (
    <ul class="remarks" aria-label="More about this path probe">
      {warnings.map(({ code, text }) => (
        <li class="remark" key={code} data-remark={code}>
          <StateShape state="unavailable" size={12} />
          <p>{text}</p>
        </li>
      ))}
    </ul>
  );
}

/** One sentence that reads the result, the path as a line, then the figures of each hop. */
export function ProbeResult({ view }: { readonly view: PathProbeView }): JSX.Element {
  const { headline, detail, shape } = probeWords(view);
  return (
    <>
      <section class="result" aria-label="Result">
        <div class={`result-sentence result-${shape}`} data-state={shape}>
          <StateShape state={shape} size={32} />
          <div class="result-words">
            <h1>{headline}</h1>
            {detail === null ? null : <p>{detail}</p>}
            <p class="result-facts muted small" data-testid="facts">
              {probeFacts(view).map((fact) => (
                <span key={fact.replace(/\d+/g, '')}>{fact}</span>
              ))}
            </p>
            {view.status === 'failed' ? <FailedActions /> : null}
          </div>
        </div>
        <Remarks warnings={view.warnings} />
      </section>
      <ProbeLine view={view} />
      <ProbeTable view={view} />
    </>
  );
}
