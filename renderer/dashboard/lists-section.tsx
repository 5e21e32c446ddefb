import type { JSX } from 'preact';
import { panelId, type TabItem, Tabs, tabId } from '../components/tabs.tsx';
import { IncidentList } from './incidents/incident-list.tsx';
import { NoticeList } from './notices/notice-list.tsx';
import { listed, notices, type Tab, tab } from './store.ts';
import { traces } from './traces/trace-store.ts';
import { TraceTab } from './traces/trace-tab.tsx';

const PANELS: Readonly<Record<Tab, () => JSX.Element>> = {
  incidents: IncidentList,
  notices: NoticeList,
  traces: TraceTab,
};

function Items(): JSX.Element {
  const items: readonly TabItem<Tab>[] = [
    { id: 'incidents', title: 'Incidents', count: listed.value?.length ?? null },
    { id: 'notices', title: 'Notices', count: notices.value?.length ?? null },
    { id: 'traces', title: 'Traces', count: traces.value?.length ?? null },
  ];
  return (
    <Tabs
      label="Lists"
      items={items}
      chosen={tab.value}
      onChoose={(id) => {
        tab.value = id;
      }}
    />
  );
}

export function ListsSection(): JSX.Element {
  const Shown = PANELS[tab.value];
  return (
    <section class="lists" aria-label="Incidents, notices and traces">
      <Items />
      <div class="list-panel" role="tabpanel" id={panelId(tab.value)} aria-labelledby={tabId(tab.value)}>
        <Shown />
      </div>
    </section>
  );
}
