import type { ExporterTest } from '../../domain/model/metrics-state.ts';
import { countOf } from '../../domain/words/numbers.ts';
import { agoText } from '../../domain/words/times.ts';
import type { ExporterContext } from '../types.ts';
import { figuresIn } from './figures/exposition.ts';
import { lastScrapeIn } from './figures/own-figures.ts';
import { noPage, type PageAnswer } from './get-page.ts';
import { placeText, urlOf } from './listening/address.ts';
import { isOwnPlace } from './listening/own-places.ts';
import type { ScrapedExporter } from './prometheus-exporter.ts';
import { askAnother, askOurs } from './running-ones.ts';

type TestContext = Omit<ExporterContext, 'onState'>;

const told = (outcome: ExporterTest['outcome'], text: string): ExporterTest => ({
  name: 'prometheus',
  outcome,
  text,
});

async function askListening(context: TestContext, { listener }: ScrapedExporter): Promise<PageAnswer> {
  const status = await listener.tried();
  if (status.status === 'trouble') return noPage(status.fault);
  const { port, credentials } = listener;
  if (port === null) return noPage('It was switched off meanwhile');
  return askOurs({ ...context.metrics.prometheus, port }, credentials?.fingerprint ?? null);
}

const urlBy = ({ metrics: { prometheus } }: TestContext): string =>
  urlOf(prometheus, prometheus.certFile !== '');

/** Who else has asked, by what the page itself says. */
function answeredText(context: TestContext, page: string): string {
  const lastMs = lastScrapeIn(page);
  const others =
    lastMs === null
      ? 'Nobody else has had figures yet: let Prometheus scrape it.'
      : `Somebody else last had them ${agoText(lastMs, context.now(), undefined)}.`;
  return `${urlBy(context)} answered with ${countOf(figuresIn(page), 'figure')}. ${others}`;
}

async function testRunning(context: TestContext, running: ScrapedExporter): Promise<ExporterTest> {
  const answer = await askListening(context, running);
  if (!answer.ok) return told('failed', `${answer.text}.`);
  const { status } = running.listener;
  const fault = status.status === 'listening' && status.fault !== null ? ` ${status.fault}.` : '';
  return told('arrived', `${answeredText(context, answer.text)}${fault}`);
}

/** By settings that are not in force here: listens by them for a moment. */
async function testAside(
  context: TestContext,
  start: (context: ExporterContext) => ScrapedExporter,
): Promise<ExporterTest> {
  const { prometheus } = context.metrics;
  const isOwn = isOwnPlace(prometheus);
  const metrics = { ...context.metrics, prometheus: isOwn ? { ...prometheus, port: 0 } : prometheus };
  const tried = start({ ...context, metrics, onState: () => undefined });
  const answer = await askListening({ ...context, metrics }, tried);
  await tried.stop();
  if (answer.ok) {
    const where = isOwn
      ? `another port, as Faultline itself still listens at ${placeText(prometheus)} by the settings in force`
      : urlBy(context);
    const figures = countOf(figuresIn(answer.text), 'figure');
    const text = `Tried for a moment at ${where}: it answered with ${figures}. It can be scraped once Faultline runs by these settings.`;
    return told('arrived', text);
  }
  const another = isOwn ? null : await askAnother(prometheus);
  if (another === null) return told('failed', `${answer.text}.`);
  if (another.page === null) {
    const text = `A Faultline that runs already listens at ${placeText(prometheus)}, by other settings: ${another.differs}. Start it again, so that it takes these over.`;
    return told('failed', text);
  }
  return told(
    'arrived',
    `A Faultline that runs already listens there: ${answeredText(context, another.page)}`,
  );
}

/** Asks for the figures as a scraper would; says who else has asked. */
export const testPrometheus = (
  context: TestContext,
  running: ScrapedExporter | null,
  start: (context: ExporterContext) => ScrapedExporter,
): Promise<ExporterTest> => (running === null ? testAside(context, start) : testRunning(context, running));
