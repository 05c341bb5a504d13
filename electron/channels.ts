// The names under which a page's preload and the main process reach each other. There are no others.
import type { PageMessage } from '../contract/desktop.ts';

/** Main → page, passed on to it as they are. */
const toPage = {
  /** With the port to the core. */
  port: 'lianggao:port',
  /** The host has ended: Chromium's own ports do not say so. */
  lost: 'lianggao:lost',
} as const satisfies Record<string, PageMessage>;

export const channels = {
  /** Page → main, answered with a Connection. */
  connect: 'lianggao:connect',
  /** Page → main: the path of a file that its user has chosen; answered once imports may open it. */
  chosen: 'lianggao:chosen',
  /** Page → main: the language of the page (BCP 47). */
  language: 'lianggao:language',
  ...toPage,
} as const;
