// The monitoring desk's part of a link, and back. Pure.
//   d=monitoring/channels & m.q=text & m.span=7d (or two instants with '/') & m.step=1d
import { readingSteps } from '../../contract/monitoring.ts';
import { lastSpans, type MonitoringView, monitoringTabs, plainMonitoring } from './monitoring-view.ts';

/** What the rest of the link is written and read with; `one` and `instant` throw for what makes no sense. */
export interface LinkText {
  escaped(text: string): string;
  unescaped(text: string): string;
  one<T extends string>(text: string, all: readonly T[]): T;
  instantText(instant: number): string;
  instant(text: string): number;
  refuse(): never;
}

export function monitoringParts(view: MonitoringView, link: LinkText): [key: string, value: string][] {
  const { tab, text, span, step } = view;
  const parts: [string, string][] = [['d', `monitoring/${tab}`]];
  if (text !== '') parts.push(['m.q', link.escaped(text)]);
  if (span !== plainMonitoring.span)
    parts.push([
      'm.span',
      typeof span === 'string' ? span : `${link.instantText(span.from)}/${link.instantText(span.to)}`,
    ]);
  if (step !== plainMonitoring.step) parts.push(['m.step', step]);
  return parts;
}

/** `monitoring` with the part `m.NAME` read into it. */
export function readMonitoringPart(
  monitoring: MonitoringView,
  name: string,
  value: string,
  link: LinkText,
): MonitoringView {
  switch (name) {
    case 'q':
      return { ...monitoring, text: link.unescaped(value) };
    case 'span': {
      const known = (Object.keys(lastSpans) as (keyof typeof lastSpans)[]).find((each) => each === value);
      if (known !== undefined) return { ...monitoring, span: known };
      const [from, to, ...more] = value.split('/');
      const span = { from: link.instant(from ?? ''), to: link.instant(to ?? '') };
      if (more.length > 0 || span.from >= span.to) link.refuse();
      return { ...monitoring, span };
    }
    case 'step':
      return { ...monitoring, step: link.one(value, readingSteps) };
    default:
      return link.refuse();
  }
}

/** The tab that `d=monitoring/TAB` names. */
export function readTab(value: string, link: LinkText): MonitoringView['tab'] {
  const [desk = '', tab = '', ...more] = value.split('/');
  link.one(desk, ['monitoring'] as const);
  if (more.length > 0) link.refuse();
  return link.one(tab, monitoringTabs);
}
