import { useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import type { Notice } from '../../../main/domain/notices/types.ts';
import { api } from '../../api.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { TestNoticeButton } from '../../components/feedback/test-notice-button.tsx';
import { localAgo, localExact } from '../../components/local-time.ts';
import { StateShape } from '../../components/state-shape.tsx';
import { go } from '../go.ts';
import { refreshLists } from '../lists.ts';
import { notices, noticeTrouble, nowMs } from '../store.ts';
import { RowTraceMenu } from '../traces/trace-menu.tsx';
import { DELIVERY_TEXTS, KIND_TITLES, noticeShape } from './notice-view.ts';
import './notice-list.css';

function NoticeRow({ notice }: { readonly notice: Notice }): JSX.Element {
  const when = useComputed(() => localAgo(notice.atMs, nowMs.value));
  const { kind, title, body, delivery, incident } = notice;
  return (
    <li class="notice" data-notice={notice.id}>
      <StateShape state={noticeShape(notice)} />
      <div class="notice-words">
        <p class="notice-title">
          <span class="unseen">{KIND_TITLES[kind]}: </span>
          {title}
        </p>
        {body === '' ? null : <p class="muted">{body}</p>}
      </div>
      <div class="notice-side small">
        <div class="notice-when">
          <p title={localExact(notice.atMs)}>{when}</p>
          {incident === null ? null : (
            <>
              <Button
                look="quiet"
                label={`Show the incident: ${title}`}
                onClick={() => void go(api, { incident, tab: 'incidents', trace: null })}
              >
                Show the incident
              </Button>
              <RowTraceMenu of={title} />
            </>
          )}
        </div>
        <p class="muted">{DELIVERY_TEXTS[delivery]}</p>
      </div>
    </li>
  );
}

/** Everything the user was told, shown on the desktop or not. */
export function NoticeList(): JSX.Element {
  const all = notices.value;
  if (noticeTrouble.value !== null) {
    return (
      <EmptyState shape="unknown" title="The notices could not be read" text={noticeTrouble.value}>
        <Button onClick={() => void refreshLists(api)}>Try again</Button>
      </EmptyState>
    );
  }
  if (all === null) return <p class="list-loading muted">Reading the notices …</p>;
  if (all.length === 0) {
    return (
      <EmptyState
        shape="unavailable"
        title="No notice so far"
        text="Faultline tells you here, and on the desktop, when an outage begins and when it is over."
      >
        <TestNoticeButton />
      </EmptyState>
    );
  }
  return (
    <>
      <div class="notices-head">
        <TestNoticeButton />
      </div>
      <ul class="notices" aria-label="Notices, newest first">
        {all.map((notice) => (
          <NoticeRow key={notice.id} notice={notice} />
        ))}
      </ul>
    </>
  );
}
